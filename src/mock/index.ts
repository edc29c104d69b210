export { createMock, startMock } from "./server.js";
export { mockScopes } from "./description.js";
export { parseFaults } from "./faults.js";

export type { Mock, MockHubSpot } from "./server.js";
export type { MockCall } from "./call-log.js";
export type { MockOut, MockState } from "./mock.js";
export type { RateLimitPolicy } from "./description.js";
export type { FaultProgress } from "./play-faults.js";
export type { MockAccount, MockOptions, MockToken, NonVerboseAnswer } from "./options.js";
export type {
  BadAddressFault,
  Empty200Fault,
  EnvelopeFault,
  ErrorWords,
  Fault,
  FaultMoment,
  FaultTiming,
  Html200Fault,
  LatencyFault,
  MigrationFault,
  RateLimitFault,
  ResetFault,
  StallFault,
  StatusFault,
  TruncateFault,
} from "./faults.js";
