export { startMock } from "./server.js";

export type { Mock, MockCall, MockState } from "./mock.js";
export type { MockOptions, NonVerboseAnswer } from "./options.js";
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
  RateLimitPolicy,
  ResetFault,
  StallFault,
  StatusFault,
  TruncateFault,
} from "./faults.js";
