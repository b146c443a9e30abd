/** A sentence without what stands in front of its main clause. */
export interface Conditioned {
  text: string;
  condition: string | null;
  reason: string | null;
}

const connectors =
  /^(?:notes?:|yes|additionally|also|alternatively|and|as a result|as such|at minimum|but|consequently|currently|essentially|eventually|finally|first|firstly|further|furthermore|generally|hence|however|ideally|if needed|if required|importantly|in addition|in addition to this|in general|in particular|in practice|in short|in that case|in this case|initially|instead(?! of)|lastly|likewise|moreover|nevertheless|nonetheless|next|note that|note|notably|now|obviously|of course|once again|otherwise|rather(?! than)|second|secondly|similarly|simply|so|specifically|that is|that is why|that said|then|therefore|third|this means that|thus|to repeat|ultimately|unfortunately|fortunately|unless otherwise specified|while here|yet),? /i;

const kept =
  /^(?:if|when|whenever|once|after|before|for|in|on|during|upon|unless|until|at|with|within|under|where|as part of|every (?:year|month|week|day|hour|time))\b/i;
const dropped =
  /^(?:because|since|as|although|though|while|given|to|by|due to|like|unlike|regarding|based on|despite|in order to|instead of|considering|assuming|thanks to|along with|beside|besides|apart from|rather than|from)\b/i;

/** Takes connecting words off the front: "In addition, ", "However, ". */
export function withoutConnectors(sentence: string): string {
  let text = sentence.trim();
  for (let round = 0; round < 3; round += 1) {
    const connector = connectors.exec(text);
    if (!connector || connector[0].length + 8 > text.length) break;
    text = text.slice(connector[0].length).trim();
  }
  return text;
}

/** Takes off what stands in front of the main clause: connecting words, and a lead up to its comma. */
export function takeConditions(sentence: string): Conditioned {
  const text = withoutConnectors(sentence);
  const order = askedFor(text) ?? usageOf(text);
  if (order !== null) return { text: order, condition: null, reason: null };
  const open = withoutComma(text);
  if (open !== null) return open;
  const isCondition = kept.test(text);
  const comma = isCondition || dropped.test(text) ? outerComma(text) : -1;
  if (comma < 0 || comma > 160 || text.length - comma < 10) return { text, condition: null, reason: null };
  const lead = text.charAt(0).toLowerCase() + text.slice(1, comma);
  return {
    text: text
      .slice(comma + 1)
      .trim()
      .replace(/^then /, ""),
    condition: isCondition ? lead : null,
    reason: isCondition ? null : lead,
  };
}

/** "If the printer is offline the app has to wait": the second subject begins the main clause. */
function withoutComma(text: string): Conditioned | null {
  if (!/^(?:if|when|once|whenever) /i.test(text)) return null;
  const found =
    /^([^,]{8,100}?[^\s,]{2}) ((?:the|an?|each|every|all) (?:[\p{L}-]+ ){1,3}(?:must|should|shall|will|cannot|has to|have to|needs? to) .+)$/iu.exec(
      text,
    );
  const [, lead = "", main = ""] = found ?? [];
  const isClause =
    /\b(?:is|are|has|have|does|[a-z]{3,}s)\b/.test(lead) && !/\b(?:and|or|of|to|in|for|with|that|than)$/.test(lead);
  return isClause ? { text: main, condition: lead.charAt(0).toLowerCase() + lead.slice(1), reason: null } : null;
}

/** "Also, please remove the checkbox" asks for it. */
function askedFor(text: string): string | null {
  return /(?:^|[,;] (?:so |and )?)please (?:also |do )?(.{8,})$/i.exec(text.slice(0, 400))?.[1] ?? null;
}

/** "To block a package, use `pin add`" -> "block a package with `pin add`". */
function usageOf(text: string): string | null {
  const usage =
    /^To ([a-z]+ [^,]{3,90}), (?:you can |users? can |simply )?(?:use|run|call|pass|execute|invoke) (.+)$/i.exec(
      text.slice(0, 400),
    );
  return usage ? `${usage[1]} with ${usage[2]}` : null;
}

/** The first comma outside of brackets and code. */
function outerComma(text: string): number {
  let depth = 0;
  let code = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === "`") code = !code;
    else if (code) continue;
    else if (char === "(" || char === "[") depth += 1;
    else if (char === ")" || char === "]") depth -= 1;
    else if (char === "," && depth <= 0 && !endsEnumeration(text, index)) return index;
  }
  return -1;
}

/** "For the root, targets, and bins roles, ..." has commas before its own. */
function endsEnumeration(text: string, comma: number): boolean {
  return /^, (?:(?:and|or) )?[\p{L}`'-]+(?:,| and | or )/u.test(text.slice(comma, comma + 40));
}
