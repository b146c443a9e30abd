/** A mark as a caller makes it anew for each request. Its form alone tells a leaked one. */
const markForm = /^spec-[0-9a-f]{16,64}$/;

/** What no text that goes into a result may hold: the mark of this request, or of any other. */
export const markPattern = /spec-[0-9a-f]{16,64}/i;

/** Parts what others wrote from what we say (L2, TF-53). */
export interface Seal {
  open: string;
  close: string;
  /** Text of others without the mark, so that it cannot close what it stands in. */
  clean(text: string): string;
  /** Text of others between the marks. */
  enclose(text: string): string;
}

export function createSeal(mark: string): Seal {
  if (!markForm.test(mark)) throw new Error("A prompt needs a random mark");
  const [open, close] = [`<${mark}>`, `</${mark}>`];
  // The mark holds letters, digits and a dash: nothing in it means more than itself.
  const pattern = new RegExp(mark, "gi");
  const clean = (text: string): string => text.toWellFormed().replace(pattern, "…");
  return { open, close, clean, enclose: (text) => `${open}\n${clean(text)}\n${close}` };
}
