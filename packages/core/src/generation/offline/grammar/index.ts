export { parseClause } from "./clause.ts";
export { isPlainVerb } from "./noun-verbs.ts";
export type { Clause, Modality } from "./parsed.ts";
export { isPlural } from "./plural.ts";
export { sentencesOf } from "./sentences.ts";
export { tokensOf } from "./tokens.ts";
export { baseOfGerund, baseOfParticiple, baseOfThirdPerson, gerund, isVerb, participle, thirdPerson } from "./verbs.ts";
export { capitalize, overlap, sameText, similarity, topicsOf, wordsOf } from "./words.ts";
