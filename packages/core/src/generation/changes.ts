import * as z from "zod";

/** What code may do to a draft on its way to a result. Closed, so that a reader can count them. */
export const changeActions = [
  // While the answer was read.
  "surrounding_text_removed",
  "trailing_commas_removed",
  "comments_removed",
  "control_characters_escaped",
  "unwrapped",
  "keys_renamed",
  "unknown_keys_ignored",
  "converted",
  "wrong_kind_dropped",
  // While texts and words were brought into bounds.
  "control_characters_removed",
  "white_space_tidied",
  "markup_removed",
  "shortened",
  "first_sentence_kept",
  "mapped",
  "filled_in",
  "clamped",
  "out_of_range_dropped",
  "empty_dropped",
  "duplicate_dropped",
  "surplus_joined",
  // While references were resolved.
  "unknown_dropped",
  "self_dropped",
  "cycle_dropped",
  "contradiction_dropped",
  "matched_by_spelling",
  "matched_by_number",
  "matched_by_title",
  // While the result was put together.
  "surplus_dropped",
  "accepted",
  "renumbered",
  // While a long draft was put together from its parts.
  "not_asked_dropped",
  "skeleton_kept",
  "text_cut_to_fit",
] as const;

/** One thing that code changed or dropped. Holds positions and our own words only, never what anybody else wrote (L3). */
export const Change = z.object({
  /** The ticket's position in the answer, from 1; null where it is about no ticket. */
  ticket: z.number().int().min(1).nullable(),
  field: z.string(),
  action: z.enum(changeActions),
  /** A number, or short fixed words. */
  detail: z.string().optional(),
});
export type Change = z.infer<typeof Change>;
export type ChangeAction = Change["action"];

/** Notes what happens to one ticket, or to what belongs to none. */
export type Note = (field: string, action: ChangeAction, detail?: string) => void;

export interface ChangeLog {
  /** Notes for the ticket at this position, from 0; for the whole draft where it is null. */
  about(position: number | null): Note;
  /** Everything noted so far; the same change of one field is one entry that counts. */
  list(): Change[];
}

export function createChangeLog(earlier: readonly Change[] = []): ChangeLog {
  const noted = new Map<string, { change: Change; times: number }>();
  return {
    about: (position) => (field, action, detail) => {
      const ticket = position === null ? null : position + 1;
      const key = [ticket, field, action, detail].join("\n");
      const known = noted.get(key);
      if (known) known.times += 1;
      else noted.set(key, { change: { ticket, field, action, ...(detail !== undefined && { detail }) }, times: 1 });
    },
    list: () => [
      ...earlier,
      ...[...noted.values()].map(({ change, times }) =>
        times > 1 && change.detail === undefined ? { ...change, detail: String(times) } : change,
      ),
    ],
  };
}
