import { describeInvalidText } from "../address/describe-invalid.js";
import { readAddress, type AddressReason, type InvalidAddress } from "../address/address.js";
import { readMembers, type NamesOf } from "../text/known-names.js";
import { checkBusinessUnit } from "../client/options.js";

/** An opt-out that is asked for; what a job holds as its data. */
export interface OptOutRequest {
  /** Whose HubSpot account it is: any key of your own, such as its portal id as a text. */
  readonly account: string;
  /** The address to opt out. */
  readonly address: string;
  /** The number of the brand; 0 is the account's default brand. @default no brand is named */
  readonly businessUnitId?: number | undefined;
}

const names: NamesOf<OptOutRequest> = { account: true, address: true, businessUnitId: true };

/** The text is not a valid address. The message does not quote it. */
export class InvalidAddressError extends Error {
  override readonly name = "InvalidAddressError";
  readonly reason: AddressReason;
  /** The character at fault, such as `U+00A0`. */
  readonly codePoint: string | undefined;

  constructor(problem: Pick<InvalidAddress<AddressReason>, "reason" | "codePoint">) {
    super(`The address cannot be sent: ${describeInvalidText(problem)}.`);
    this.reason = problem.reason;
    this.codePoint = problem.codePoint;
  }
}

/**
 * A request with the address as it goes out. Checked when it is enqueued, and again when a worker takes it, since any
 * program may have put the job into the queue.
 *
 * @throws {TypeError} that names what is wrong and quotes nothing
 * @throws {InvalidAddressError}
 */
export function readRequest(given: unknown): OptOutRequest {
  if (typeof given !== "object" || given === null)
    throw new TypeError("an opt-out must be an object");
  // A mistyped brand would opt the person out of the whole account.
  const { account, address, businessUnitId }: { [Name in keyof OptOutRequest]: unknown } =
    readMembers("an opt-out", given as OptOutRequest, names);
  if (typeof account !== "string" || account === "") {
    throw new TypeError("account must be a text that is not empty");
  }
  if (typeof address !== "string") throw new TypeError("address must be a text");
  checkBusinessUnit(businessUnitId as number | undefined);
  const read = readAddress(address);
  if (!read.ok) throw new InvalidAddressError(read);
  // Redis has it as JSON, where what is undefined is absent.
  return { account, address: read.sent, businessUnitId: businessUnitId as number | undefined };
}
