import type { SpecDocument, SpecSection } from "../document.ts";

/** What a section's sentences and items are. The numbered items of `tests` are the steps of a test. */
export type SectionRole = "silent" | "summary" | "duties" | "acceptance" | "tests" | "prose";

interface RoleRule {
  role: SectionRole;
  /** Sections below keep the role whatever their own headings say. */
  closed?: boolean;
  /** The whole heading, without numbers, marks and brackets. */
  heading: RegExp;
}

/** First match wins, so that "non-goals" is not read as goals, nor "future requirements" as requirements. */
const rules: readonly RoleRule[] = [
  {
    // What the spec decides against, or puts off.
    role: "silent",
    closed: true,
    heading:
      /^(?:non-? ?(?:goals?|objectives?|requirements?)|anti-? ?goals|out[ -]of[ -]scope|not (?:in|within) scope|what we (?:are|will) not.*|won.?t (?:do|have|fix)s?|explicitly excluded|exclusions?|(?:possible |potential |other )?future (?:work|goals?|requirements?|considerations?|possibilities|improvements?|enhancements?|extensions?|directions?|ideas|plans?|scope).*|later|deferred|backlog|post-?mvp|icebox|parking lot|nicht[ -]ziele|nicht im (?:scope|umfang)|außerhalb des umfangs|abgrenzung|ausblick|hors périmètre|hors[ -]champ|travaux futurs|fuera de(?:l)? alcance|no objetivos|trabajo futuro|fuori ambito|sviluppi futuri|fora d[eo] escopo|trabalhos futuros|buiten scope|вне рамок|не цели|非目标|不在范围内?|範囲外|対象外|今後の課題)$/,
  },
  {
    // What the document says of itself, and of words.
    role: "silent",
    closed: true,
    heading:
      /^(?:table of contents|contents|toc|references?|normative references|informative references|bibliography|links?|related (?:links|documents|docs|issues|reading|work|rfcs?|specs?)|further reading|see also|resources|sources|footnotes?|glossary|terminology|terms|definitions?|acronyms|abbreviations|(?:document |revision |version |implementation |decision )?(?:history|change ?-?logs?|log)|logs?|change ?-?logs?|release notes|updates|errata|meeting notes|authors?|owners?|contributors|credits|acknowledge?ments?|thanks|copyright|licen[cs]e.*|meta|metadata|status|summary details|document (?:info|information|control|status|details)|about this document|approvals?|approvers?|reviewers?.*|stakeholders?.*|release sign-?off.*|sign-?offs?|production readiness.*|.*\bquestionnaire|faqs?|q ?(?:&|and) ?a|frequently asked questions|inhalt(?:sverzeichnis)?|literatur|quellen|glossar|begriffe|änderungshistorie|références|glossaire|historique|glosario|referencias|historial|glossário|referências|histórico|riferimenti|glossario|cronologia|begrippen|referenties|глоссарий|термины|ссылки|история изменений|目录|目次|参考.*|术语.*|用語.*|变更历史|変更履歴)$/,
  },
  {
    // What was weighed and not chosen.
    role: "silent",
    closed: true,
    heading:
      /^(?:(?:rationale and |considered |other )?alternatives?.*|alternative (?:designs?|solutions?|approaches).*|options? considered|considered options|other (?:approaches|considerations|designs|options).*|rejected.*|discarded.*|previous(?:ly)? (?:designs?|considered|proposals?).*|pros and cons.*|pros|cons|advantages|disadvantages|trade-?offs?|prior art|state of the art|market (?:research|analysis)|competit.*|comparisons?.*|lessons.*|why not.*|alternativen.*|verworfene.*|alternativas.*|alternatives envisagées|альтернативы|替代方案|代替案)$/,
  },
  {
    // Asked, not said.
    role: "silent",
    closed: true,
    heading:
      /^(?:(?:open|unresolved|outstanding|remaining|unanswered) (?:questions?|issues?|points?|items?|topics?).*|questions?|known unknowns|unknowns|tbd|to be (?:decided|determined|discussed)|offene (?:fragen|punkte)|questions ouvertes|preguntas abiertas|questões em aberto|domande aperte|open vragen|открытые вопросы|未解决问题|待定.*|未決事項|开放问题)$/,
  },
  {
    role: "silent",
    closed: true,
    heading:
      /^(?:examples?|(?:usage|code) examples?|examples?:? .*|walk-?throughs?|beispiele?|exemples?|ejemplos?|exemplos?|esempi|voorbeelden|примеры?|示例|例)$/,
  },
  {
    role: "acceptance",
    heading:
      /^(?:(?:acceptance|success|exit|completion|done|graduation|release|launch) criteria|acceptance(?: tests?)?|definition of (?:done|ready)|dod|done when|abnahmekriterien|akzeptanzkriterien|critères d['’]acceptation|criterios de aceptación|critérios de aceitação|criteri di accettazione|acceptatiecriteria|критерии приемки|критерии приёмки|验收标准|受け入れ(?:基準|条件))$/,
  },
  {
    role: "duties",
    heading:
      /^(?:.*\brequirements?|requirements? .*|(?:must|should|could|nice[ -]to)[ -]haves?|must|should|(?:key |core |product |main )?(?:features?|capabilities|functionality)|feature (?:list|set)|scope|in scope|what we.re building|constraints|action (?:plan|items?)|tasks?(?: list)?|to-?dos?|work ?(?:items|packages?|breakdown).*|implementation (?:plan|steps|tasks)|next steps|deliverables?|(?:launch |go-?live |release )?checklist|.*anforderungen|funktionen|aufgaben|nächste schritte|exigences.*|fonctionnalités|tâches|prochaines étapes|requisitos.*|funcionalidades|tareas|próximos pasos|tarefas|próximos passos|requisiti.*|funzionalità|attività|eisen.*|vereisten.*|functionaliteiten|taken|требования.*|задачи|需求.*|功能.*|任务.*|要件.*|機能.*|タスク.*)$/,
  },
  {
    role: "tests",
    heading:
      /^(?:tests?|testing|test(?:ing)? (?:plan|cases?|strategy|approach|scenarios|and verification)|(?:unit|integration|e2e|end-to-end|manual) tests?|verification|validation plan|qa|quality assurance|testplan|plan de tests?|pruebas|teste|测试.*|テスト.*)$/,
  },
  {
    role: "prose",
    heading:
      /^(?:goals?(?: and .*)?|objectives?|(?:epics? and )?user (?:stories|needs|journeys)|stories|story \d+.*|job stories|use cases?|(?:proposed )?(?:solution|design|architecture|approach|implementation|proposal)\b.*|technical .*|detailed design|specification|how it works|ziele?|lösung|entwurf|anwendergeschichten|historias de usuario|récits utilisateurs?|用户故事|设计.*|方案.*|設計.*|ユーザーストーリー)$/,
  },
  {
    role: "summary",
    heading:
      /^(?:abstract|summary|executive summary|tl;?dr|overview|introduction|intro|about|zusammenfassung|einleitung|überblick|résumé|introducción|resumen|introdução|resumo|introduzione|sommario|inleiding|samenvatting|введение|概要|摘要|简介|はじめに)$/,
  },
  {
    // Why the work is wanted. The goals of a proposal often stand below its motivation, so the role is not closed.
    role: "silent",
    heading:
      /^(?:motivation|background.*|context(?: and problem statement)?|problems?(?: statement| description)?|the problem|why\??|purpose|inspiration|vision|rationale|history and motivation|business (?:value|case|need|context)|value(?: proposition)?|opportunity|status quo|current (?:state|situation|behaviou?r|solution|process).*|existing .*|pitfalls.*|drawbacks?|personas?|audience|hintergrund|ausgangslage|contexte|antecedentes|contexto|contesto|achtergrond|предыстория|контекст|мотивация|背景)$/,
  },
];

/** The heading in small letters, without numbers, brackets and marks. */
export function normalHeading(title: string): string {
  return title
    .slice(0, 200)
    .toLowerCase()
    .replace(/^(?:section |chapter )?(?:\d+(?:\.\d+)*|[ivx]+|[a-z])[.):]\s+|^\d+(?:\.\d+)*\s+/, "")
    .replace(/\s*[(（][^()（）]{0,80}[)）]/g, "")
    .replace(/[^\p{L}\p{N}/&'’ ;,+-]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}

export interface Role {
  role: SectionRole;
  closed: boolean;
}

/** The role that a heading names by itself; undefined where it is no heading that all documents have. */
export function namedRole(title: string): Role | undefined {
  const heading = normalHeading(title);
  const rule = heading === "" ? undefined : rules.find((candidate) => candidate.heading.test(heading));
  return rule && { role: rule.role, closed: rule.closed ?? false };
}

const open: Role = { role: "prose", closed: false };

/** A section's role: from its own heading, else from the section above it. Nothing else inherits a summary's. */
export function roleOf(section: SpecSection, parent: Role | null, document: SpecDocument): Role {
  if (parent?.closed) return parent;
  if (isWholeDocument(section, document)) return open;
  const named = namedRole(section.title);
  if (named) return named;
  return parent === null || parent.role === "summary" ? open : parent;
}

/** A heading over everything else is the document's title, whatever it says. */
function isWholeDocument(section: SpecSection, document: SpecDocument): boolean {
  if (section.depth > 1 || section.children.length < 2) return false;
  return document.sections.every((other) => other === section || other.children.length === 0);
}
