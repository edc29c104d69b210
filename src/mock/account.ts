import { samples } from "./description.js";
import type { ResolvedAccount } from "./options.js";
import { RateLimiter } from "./rate-limiter.js";

/**
 * The key under which the mock keeps an address: ASCII capitals folded, nothing else.
 * How HubSpot itself folds is not known; a full Unicode fold could make two people one.
 */
export function foldCase(address: string): string {
  return address.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}

/** What became of one address in a call. */
export interface OptOut {
  readonly address: string;
  /** False for an address that was out before. */
  readonly changed: boolean;
  /** When it went out, in milliseconds since 1970. */
  readonly since: number;
}

const portalScope = "portal";
const usualMaxCharacters = 256 * 2 ** 20; // some two million addresses
const charactersPerEntry = 64; // about what an entry of a map takes beside its key

/** Thrown when the mock would keep more than fits its memory limit. */
export class FullError extends Error {
  constructor() {
    super("the mock holds as many addresses as it can; reset it or start it again");
  }
}

/**
 * Who is out in an account, by scope: a brand, or the whole portal for calls that name no brand.
 *
 * Each scope stands alone. What HubSpot does with the brands of a portal when `businessUnitId` is
 * left out is not documented, and with the Brands add-on another brand may still mail the contact;
 * so an opt-out here never vouches for a scope that nobody has asked for.
 */
export class OptOuts {
  readonly #scopes = new Map<string, Map<string, number>>();
  readonly #maxCharacters: number;
  #characters = 0;

  constructor(maxCharacters = usualMaxCharacters) {
    this.#maxCharacters = maxCharacters;
  }

  /**
   * @param brand the id of a brand; undefined for the portal
   * @throws {FullError} before anything is done, where it would be more than is kept in memory
   */
  add(brand: number | undefined, addresses: readonly string[], now: number): OptOut[] {
    const cost = addresses.reduce((sum, { length }) => sum + length + charactersPerEntry, 0);
    if (this.#characters + cost > this.#maxCharacters) throw new FullError();
    const scope = brand === undefined ? portalScope : String(brand);
    let out = this.#scopes.get(scope);
    if (out === undefined && addresses.length > 0) this.#scopes.set(scope, (out = new Map()));
    return addresses.map((address) => {
      const key = foldCase(address);
      const before = out?.get(key);
      if (before === undefined) {
        out?.set(key, now);
        this.#characters += key.length + charactersPerEntry;
      }
      return { address: key, changed: before === undefined, since: before ?? now };
    });
  }

  /** When an address went out, in milliseconds since 1970; undefined for one that is not out. */
  since(brand: number | undefined, address: string): number | undefined {
    return this.#scopes
      .get(brand === undefined ? portalScope : String(brand))
      ?.get(foldCase(address));
  }

  clear(): void {
    this.#scopes.clear();
    this.#characters = 0;
  }

  /** Addresses by scope, each list in the order in which they went out. */
  snapshot(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(
      Array.from(this.#scopes, ([scope, out]) => [scope, [...out.keys()]] as const),
    );
  }
}

/** An account of HubSpot: who is out in it, and how many calls it has left. */
export class Account {
  readonly optOuts: OptOuts;
  readonly limiter: RateLimiter;
  readonly #options: ResolvedAccount;
  readonly #offset: Intl.DateTimeFormat;

  constructor(options: ResolvedAccount, now: () => number, optOuts = new OptOuts()) {
    this.optOuts = optOuts;
    this.#options = options;
    const { timeZone } = options;
    this.#offset = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
    // The zone is asked only where a day is counted, since that takes some microseconds.
    const offsetAt = options.daily === undefined ? () => 0 : (at: number) => this.#offsetAt(at).ms;
    this.limiter = new RateLimiter(options, now, offsetAt);
  }

  get portalId(): number {
    return this.#options.portalId;
  }

  /** Whether it has a brand; 0 is the default brand of every account. */
  hasBrand(brand: number): boolean {
    return brand === 0 || (this.#options.brands?.includes(brand) ?? true);
  }

  /** What `getAccountDetails` tells of it. */
  details(now: number): typeof samples.accountDetails {
    const { portalId, accountType, timeZone } = this.#options;
    const { text, ms } = this.#offsetAt(now);
    const offset = { utcOffset: text, utcOffsetMilliseconds: ms };
    return { ...samples.accountDetails, portalId, accountType, timeZone, ...offset };
  }

  /** Back to how it was at the start. */
  reset(before: number): void {
    this.optOuts.clear();
    this.optOuts.add(undefined, this.#options.alreadyOut, before);
    this.limiter.clear();
  }

  #offsetAt(now: number): { readonly text: string; readonly ms: number } {
    const parts = this.#offset.formatToParts(now);
    const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? ""; // `GMT-04:00`, `GMT`
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    if (sign === undefined) return { text: "+00:00", ms: 0 };
    const ms = (Number(hours) * 60 + Number(minutes)) * 60_000;
    return { text: `${sign}${hours}:${minutes}`, ms: sign === "-" ? -ms : ms };
  }
}
