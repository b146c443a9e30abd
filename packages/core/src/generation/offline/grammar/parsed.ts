export type Modality = "must" | "should" | "will" | "can" | "may" | "fact";

/** The main clause of an English sentence, as far as the rules need it. */
export interface Clause {
  form: "imperative" | "active" | "passive" | "progressive" | "state";
  /** Empty for an imperative. */
  subject: string;
  modality: Modality;
  negated: boolean;
  /** Base form; empty for a state. */
  verb: string;
  /** What follows the verb: objects, places, reasons. */
  rest: string;
  /** "always", "only": what stands between the auxiliary and the verb, apart from "not". */
  adverb: string;
  /** "when the API is down", taken from the front of the sentence; null where there is none. */
  condition: string | null;
  /** "to avoid conflicts", "in contrast to X": what else stood there; an order can do without it. */
  reason: string | null;
}

/** A clause whose lead has been taken off already. */
export type Parsed = Omit<Clause, "condition" | "reason">;
