/** Something that a person can put right: its message is all that they need to see. */
export class StartError extends Error {
  override readonly name = "StartError";
}
