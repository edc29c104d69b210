import { stat } from "node:fs/promises";
import { dirname } from "node:path";

/** Who runs the program; nothing of it is known on Windows. */
export interface User {
  readonly uid: number | undefined;
  /** Who called sudo. */
  readonly sudoUid: number | undefined;
}

/** The user of this process. */
function thisUser(): User {
  const sudo = process.env["SUDO_UID"] ?? "";
  return { uid: process.geteuid?.(), sudoUid: /^\d+$/.test(sudo) ? Number(sudo) : undefined };
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
  const { uid, sudoUid } = user;
  if (uid === undefined || owner === uid || owner === 0) return true;
  if (uid !== 0) return false;
  return owner === sudoUid || owner === (await stat(dirname(path))).uid;
}
