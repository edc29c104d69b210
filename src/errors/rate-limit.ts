/**
 * What HubSpot says of the account's rate limits; each figure is `undefined` where it is silent.
 *
 * @see {@link https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines}
 */
export interface RateLimit {
  /** Calls allowed in one window. */
  readonly max: number | undefined;
  /** Calls left in the window. */
  readonly remaining: number | undefined;
  /** The length of the window, in milliseconds. */
  readonly intervalMs: number | undefined;
  /** Calls allowed in a day; absent for OAuth apps. */
  readonly daily: number | undefined;
  /** Calls left today; the day ends at midnight in the account's time zone. */
  readonly dailyRemaining: number | undefined;
}
