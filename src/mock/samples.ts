import openapi from "../../generated/openapi.json" with { type: "json" };
import type { RateLimitPolicy } from "./faults.js";

const { examples } = openapi.components;

/**
 * The payloads of the description that the mock answers with. A sample that is renamed there stops
 * this file from compiling, instead of the mock from answering.
 */
export const samples = {
  verbose: examples["verbose-success"].value,
  empty: examples["empty-results"].value,
  partialFailure: examples["multi-status-partial-failure"].value,
  invalidInput: examples["invalid-input"].value,
  missingChannel: examples["missing-channel"].value,
  brokenJson: examples["broken-json"].value,
  tooManyInputs: examples["too-many-inputs"].value,
  portalWide: examples["portal-wide"].value,
  missingScopes: examples["missing-scopes"].value,
  invalidToken: examples["invalid-token"].value,
  notFound: examples["not-found"].value,
  migrating: examples["migrating"].value,
} as const;

export const rateLimitSamples: Readonly<Record<RateLimitPolicy, object>> = {
  TEN_SECONDLY_ROLLING: examples["rate-limit-ten-seconds"].value,
  SECONDLY: examples["rate-limit-second"].value,
  DAILY: examples["rate-limit-day"].value,
};
