import { stat } from "node:fs/promises";
import { dirname } from "node:path";

/** The user who runs the program; not known on Windows. */
export interface User {
  readonly uid: number | undefined;
  /** The user who called sudo. */
  readonly sudoUid: number | undefined;
}

/** The user of this process. */
function thisUser(): User {
  const sudo = process.env["SUDO_UID"] ?? "";
  return { uid: process.geteuid?.(), sudoUid: /^\d+$/.test(sudo) ? Number(sudo) : undefined };
}

/** Whether a user is this one, root, or for root the one who called sudo. */
export function isTrustedUser(owner: number, { uid, sudoUid }: User = thisUser()): boolean {
  return uid === undefined || owner === uid || owner === 0 || (uid === 0 && owner === sudoUid);
}

/**
 * Whether a file may be written to as far as its owner goes: it belongs to the user or to root. For
 * root, who writes in the folders of others, it may also belong to who called sudo or to the owner of
 * its folder.
 */
export async function isTrustedOwner(
  path: string,
  owner: number,
  user: User = thisUser(),
): Promise<boolean> {
  if (isTrustedUser(owner, user)) return true;
  return user.uid === 0 && owner === (await stat(dirname(path))).uid;
}
