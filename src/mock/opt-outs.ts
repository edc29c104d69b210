import { foldCase } from "./fold-case.js";

/** The scope of a call without `businessUnitId`. */
export const portalScope = "portal";

/** The scope of a call that names this brand, or none. */
export function scopeOf(brand: unknown): string {
  return brand === undefined ? portalScope : String(brand);
}

/** What became of one address in a call. */
export interface OptOut {
  readonly address: string;
  /** False for an address that was out before. */
  readonly changed: boolean;
  /** When it went out, in milliseconds since 1970. */
  readonly since: number;
}

/**
 * Who is out, by scope: the id of a brand, or `"portal"` for calls that name no brand.
 *
 * Each scope stands alone. What HubSpot does with the brands of a portal when `businessUnitId` is
 * left out is not documented, and with the Brands add-on another brand may still mail the contact;
 * so an opt-out here never vouches for a scope that nobody has asked for.
 */
export class OptOuts {
  readonly #scopes = new Map<string, Map<string, number>>();

  add(scope: string, address: string, now: number): OptOut {
    const key = foldCase(address);
    let out = this.#scopes.get(scope);
    if (out === undefined) this.#scopes.set(scope, (out = new Map()));
    const before = out.get(key);
    if (before === undefined) out.set(key, now);
    return { address: key, changed: before === undefined, since: before ?? now };
  }

  /** When an address went out, in milliseconds since 1970; undefined for one that is not out. */
  since(scope: string, address: string): number | undefined {
    return this.#scopes.get(scope)?.get(foldCase(address));
  }

  clear(): void {
    this.#scopes.clear();
  }

  /** Addresses by scope, each list in the order in which they went out. */
  snapshot(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(
      Array.from(this.#scopes, ([scope, out]) => [scope, [...out.keys()]] as const),
    );
  }
}
