/** A backup cannot be made, read or put back; the message is a sentence or two for whoever gave the command. */
export class BackupError extends Error {
  override name = "BackupError";
}
