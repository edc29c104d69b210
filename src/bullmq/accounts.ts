import { Account, type AccountSettings } from "./account.js";

export interface AccountsSettings extends Omit<AccountSettings, "onIdle"> {
  /** Jobs that the worker may have under way. */
  readonly slots: number;
  /** The most of them that one account may hold. */
  readonly accountSlots: number;
}

/**
 * The accounts that a worker has jobs of, and how they share its slots: while they are few, each may hold up to
 * `accountSlots`; the more accounts hold slots, the fewer each of them gets, so that some stay free for whoever comes. It is
 * the rule of dynamic thresholds, by which switches share their memory between ports: no more than a fixed multiple of what
 * is free.
 *
 * @see {@link https://doi.org/10.1109/90.664262}
 */
export class Accounts {
  readonly #settings: AccountsSettings;
  readonly #multiple: number;
  readonly #accounts = new Map<string, Account>();
  #closed = false;

  constructor(settings: AccountsSettings) {
    this.#settings = settings;
    const { slots, accountSlots } = settings;
    this.#multiple = accountSlots / (slots - accountSlots);
  }

  /** The account of a key, opened with its first job. */
  of(key: string): Account {
    let account = this.#accounts.get(key);
    if (account === undefined) {
      account = new Account(key, { ...this.#settings, onIdle: () => this.#drop(key) });
      this.#accounts.set(key, account);
    }
    return account;
  }

  /** Whether one more job of the account may be taken now. */
  hasRoom(account: Account): boolean {
    if (this.#closed || account.closed) return false;
    const { slots, accountSlots } = this.#settings;
    let held = 0;
    for (const each of this.#accounts.values()) held += each.held;
    // With all slots for each account the multiple is infinite.
    const share = Math.min(accountSlots, (slots - held) * this.#multiple);
    return account.held < Math.max(1, share);
  }

  /** Answers waiting jobs with `not-sent`; resolves once no call is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#accounts.values()].map((account) => account.close()));
  }

  #drop(key: string): void {
    void this.#accounts.get(key)?.close();
    this.#accounts.delete(key);
  }
}
