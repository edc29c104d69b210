/**
 * How long to wait before each reading back, in milliseconds. How soon HubSpot shows an opt-out is
 * not documented, so a few readings, further and further apart.
 */
export const READ_DELAYS: readonly number[] = [1_000, 3_000, 9_000];
