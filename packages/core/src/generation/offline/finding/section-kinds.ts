/** What a section is for. Only some kinds hold work; the others explain, exclude, or keep records. */
export type SectionKind =
  | "skip"
  | "excluded"
  | "context"
  | "goals"
  | "questions"
  | "risks"
  | "acceptance"
  | "stories"
  | "requirements"
  | "tasks"
  | "milestones"
  | "testing"
  | "metrics"
  | "security"
  | "migration"
  | "assumptions"
  | "scenarios"
  | "expected"
  | "design"
  | "plain";

interface KindRule {
  kind: SectionKind;
  /** The whole heading, without numbers, marks and brackets. */
  pattern: RegExp;
  /** Children keep this kind whatever their own heading says. */
  closed?: boolean;
}

/** First match wins, so what excludes stands before what includes ("non-goals" before "goals"). */
const rules: KindRule[] = [
  {
    kind: "excluded",
    closed: true,
    pattern:
      /^(?:non-? ?goals?|non-? ?objectives?|anti-? ?goals|out[ -]of[ -]scope|not (?:in|within) scope|what we (?:are|will) not.*|won.?t (?:do|have|fix)|explicitly excluded|exclusions?|nicht[ -]ziele|nicht im (?:scope|umfang)|außerhalb des umfangs|abgrenzung|hors périmètre|hors[ -]champ|fuera de(?:l)? alcance|no objetivos|非目标|不在范围内?|範囲外|対象外)$/,
  },
  {
    kind: "excluded",
    closed: true,
    pattern:
      /^(?:(?:possible |potential |other )?future (?:work|goals?|considerations?|possibilities|improvements?|enhancements?|extensions?|directions?|ideas|plans?|scope)|later|deferred|backlog|post-?mvp|icebox|parking lot|zukünftig.*|ausblick|travaux futurs|trabajo futuro|今後の課題)$/,
  },
  {
    kind: "skip",
    closed: true,
    pattern:
      /^(?:table of contents|contents|toc|inhalt(?:sverzeichnis)?|目录|目次|release sign-?off.*|sign-?offs?|approvals?|approvers?|stakeholders?.*|reviewers?.*|authors?|owners?|contributors|credits|acknowledge?ments?|thanks|copyright|licen[cs]e.*|meta|metadata|document (?:info|information|control|status|history|details)|summary details|about this document|status|\w+ status|revision history|version history|change ?-?logs?|changes since.*|logs?|implementation (?:log|history)|history|updates|addenda|addendum|errata|decision log|meeting notes|references?|bibliography|links?|related (?:links|documents|docs|issues|reading|work|rfcs?|specs?)|further reading|see also|resources|sources|footnotes?|notes and references|literatur|quellen|références|参考.*|appendi(?:x|ces).*|anhang.*|glossary|terminology|terms|definitions?|acronyms|abbreviations|glossar|begriffe|begriffsdefinitionen|glossaire|glosario|术语.*|用語.*|faqs?|q ?(?:&|and) ?a|frequently asked questions|questions and answers|production readiness.*|.*\bquestionnaire|infrastructure needed.*|template.*|how to use this.*|contact|contacts|disclaimer|änderungshistorie|historique|historial)$/,
  },
  {
    kind: "skip",
    closed: true,
    pattern:
      /^(?:(?:rationale and |considered |other )?alternatives?.*|alternative (?:designs?|solutions?|approaches).*|alternativen|options? considered|considered options|other options.*|other (?:approaches|considerations|designs) considered|other considerations|rejected.*|discarded.*|previous(?:ly)? (?:designs?|considered|proposals?).*|pros and cons.*|pros|cons|advantages|disadvantages|trade-?offs?|prior art|state of the art|market (?:research|analysis)|competit.*|comparisons?.*|.*\bcomparison:? .*|.*\becosystem(?:s)?(?: context)?|deep dive.*|lessons.*|.*\blessons(?: .*)?|drivers|why not.*|positive consequences|consequences|design considerations|threat model|attack(?:s|er model).*)$/,
  },
  {
    kind: "questions",
    pattern:
      /^(?:(?:open|unresolved|outstanding|remaining|unanswered) (?:questions?|issues?|points?|items?|topics?).*|questions?|known unknowns|unknowns|tbd|to be (?:decided|determined|discussed)|needs? decisions?|issues to resolve|offene (?:fragen|punkte)|questions ouvertes|preguntas abiertas|未解决问题|待定.*|未決事項|開放問題|开放问题)$/,
  },
  {
    kind: "risks",
    pattern:
      /^(?:(?:potential |known |main |key )?risks?(?:[ ,&/]+(?:and )?(?:mitigations?|assumptions|issues|challenges|concerns))*|mitigations?|(?:potential|known) (?:issues|problems|pitfalls|concerns|challenges)|drawbacks?|negative consequences|challenges|concerns|caveats|limitations|known limitations|threats|failure modes|risiken.*|risques.*|riesgos.*|风险.*|リスク.*)$/,
  },
  {
    kind: "expected",
    pattern:
      /^(?:expected|desired) (?:behaviou?r|results?|outcome)$|^what should happen$|^erwartetes (?:verhalten|ergebnis)$/,
  },
  {
    kind: "context",
    closed: true,
    pattern:
      /^(?:(?:steps|how) to reproduce|reproduction(?: steps)?|repro(?: steps)?|to reproduce|(?:actual|observed) (?:behaviou?r|results?|outcome)|what (?:actually )?happens|workarounds?|affected versions?|schritte zur reproduktion|tatsächliches verhalten)$/,
  },
  {
    kind: "acceptance",
    pattern:
      /^(?:definition of done|dod|done when|acceptance(?: criteria| tests?)?|success criteria|exit criteria|completion criteria|done criteria|abnahmekriterien|akzeptanzkriterien|definition of ready|critères d['’]acceptation|criterios de aceptación|验收标准|受け入れ(?:基準|条件))$/,
  },
  {
    kind: "stories",
    pattern:
      /^(?:(?:epics? and )?user (?:stories|needs|journeys)|stories|story \d+.*|job stories|jobs to be done|anwendergeschichten|user[ -]stor(?:ies|ys)|historias de usuario|récits utilisateurs?|用户故事|ユーザーストーリー)$/,
  },
  {
    kind: "testing",
    pattern:
      /^(?:tests?|testing|test (?:plan|cases?|strategy|approach|scenarios)|testing (?:and verification|plan|strategy|approach)|verification|verification and validation|validation plan|qa|qa plan|quality assurance|testplan|tests? und abnahme|plan de tests?|pruebas|测试.*|テスト.*)$/,
  },
  {
    kind: "metrics",
    pattern:
      /^(?:(?:proposed |success |key |business |product |new |suggested )?(?:metrics?|kpis?|measurements?|indicators|telemetry)|metrics (?:and|&) (?:monitoring|logging|alerts?|kpis)|(?:monitoring|observability)(?: requirements| plan)?|monitoring (?:and|&) (?:alerting|metrics|logging)|measuring success|analytics|\w+ metrics|kennzahlen|métricas|métriques|指标|指標)$/,
  },
  {
    kind: "security",
    pattern:
      /^(?:security(?: (?:considerations?|requirements?|implications|model|review|and privacy|& privacy))?|privacy(?: considerations?)?|security (?:and|&) (?:privacy|compliance)|sicherheit|datenschutz|sécurité|seguridad|安全.*|セキュリティ.*)$/,
  },
  {
    kind: "milestones",
    pattern:
      /^(?:milestones?.*|phases?|(?:project |delivery |rollout |release |implementation )?(?:timeline|roadmap|schedule|phases|stages)|(?:rollout|roll-out|release|launch|delivery|phasing)(?: (?:plan|strategy|phases))?|graduation criteria|meilensteine|zeitplan|jalons|hitos|里程碑|マイルストーン)$/,
  },
  {
    kind: "migration",
    pattern:
      /^(?:(?:data )?migrations?(?: (?:plan|strategy|path|guide|steps))?|(?:upgrade|downgrade)(?:[ /,&]+(?:and )?(?:downgrade|rollback))?(?: (?:strategy|plan|path))?|backwards?[ -]compatib.*|compatibility|deprecat.*|(?:version )?skew strategy|.*transition plan|datenmigration|migración)$/,
  },
  {
    kind: "tasks",
    pattern:
      /^(?:action (?:plan|items?)|tasks?(?: list)?|to-?dos?|work ?(?:items|streams?|packages?|breakdown)|work breakdown.*|implementation (?:plan|steps|tasks|phases)|next steps|plan of (?:action|work)|deliverables?|(?:before|pre-?)(?: the | )?(?:launch|release|go-?live)|(?:launch |go-?live )?checklist|follow-?ups?|aufgaben|nächste schritte|umsetzungsplan|tâches|prochaines étapes|tareas|próximos pasos|任务.*|待办.*|タスク.*)$/,
  },
  {
    kind: "requirements",
    pattern:
      /^(?:.*\brequirements?|requirements? .*|must[ -]haves?|should[ -]haves?|could[ -]haves?|nice[ -]to[ -]haves?|must|should|could|(?:key |core |product |main )?(?:features?|capabilities|functionality)|feature (?:list|set)|scope|in scope|what we.re building|use case requirements|(?:key )?decision drivers|constraints|anforderungen|.*anforderungen|funktionen|exigences.*|fonctionnalités|requisitos.*|funcionalidades|需求.*|功能.*|要件|機能.*)$/,
  },
  {
    kind: "goals",
    pattern:
      /^(?:goals?(?: and .*)?|objectives?|aims?|key results|desired outcomes?|outcomes?|ziele?|objectifs?|objetivos?|目标|目標|目的)$/,
  },
  {
    kind: "assumptions",
    pattern:
      /^(?:(?:assumptions?|dependencies|prerequisites|preconditions)(?:[ ,&/]+(?:and )?(?:assumptions?|dependencies|constraints|prerequisites))*|external dependencies|annahmen|abhängigkeiten|voraussetzungen|dépendances|supuestos|依赖.*|前提.*)$/,
  },
  {
    kind: "scenarios",
    pattern:
      /^(?:(?:usage |example |user |common )?(?:scenarios?|workflows?|examples?|use cases?)(?: and .*)?|scenarios and user experience|(?:example|scenario|use case|case)s?\b.*|.*\bexamples?|walk-?throughs?|observed .*|proof of concept code|personas?|audience|user personas|guide-level explanation|benchmarks?|probability .*)$/,
  },
  {
    kind: "context",
    pattern:
      /^(?:abstract|summary|executive summary|tl;?dr|overview(?: of .*)?|introduction|intro|motivation|background.*|context(?: and problem statement)?|problem(?:s)?(?: statement| description)?|the problem|why\??|purpose|inspiration|vision|rationale|business (?:value|case|need|context)|value(?: proposition)?|opportunity|status quo|current (?:state|situation|behaviou?r|solution|process).*|existing .*|pitfalls.*|history and motivation|about|description|.*\b(?:problem statement|techniques?(?: and \w+)?|discussion|derivation|intuition|rationale|motivation)|hintergrund|zusammenfassung|einleitung|überblick|motivation und ziel|résumé|contexte|introducción|resumen|antecedentes|contexto|概要|背景|摘要|简介|はじめに)$/,
  },
  {
    kind: "design",
    pattern:
      /^(?:(?:proposed )?(?:solution|design|architecture|approach|implementation|proposal)(?: (?:design|details?|overview|notes?|proposal))?.*|technical .*|detailed design|how|specification|decision(?: outcome)?|reference-level explanation|ui(?:\/ux)?(?: design)?|api(?: design)?|interfaces?|data model|planning|integrations?|how it works|lösung|entwurf|architektur|conception|diseño|solución|设计.*|方案.*|設計.*)$/,
  },
];

export interface Classified {
  kind: SectionKind;
  closed: boolean;
}

/** The heading without numbers, brackets and marks, in small letters. */
export function normalHeading(title: string): string {
  return title
    .toLowerCase()
    .replace(/`/g, "")
    .replace(/^(?:step |section |chapter )?(?:\d+(?:\.\d+)*|[ivx]+|[a-z])[.):]\s+|^\d+(?:\.\d+)*\s+/, "")
    .replace(/\s*[(（].{0,80}[)）]/g, "")
    .replace(/[^\p{L}\p{N}/&'’ ;,+-]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** A section's kind from its heading, else from its parent's; `plain` where neither says anything. */
export function classify(title: string, parent: Classified | null): Classified {
  if (parent?.closed) return parent;
  const heading = normalHeading(title).slice(0, 120);
  const rule = rules.find(({ pattern }) => pattern.test(heading));
  if (rule) return { kind: rule.kind, closed: rule.closed ?? false };
  return { kind: inherited(parent?.kind), closed: false };
}

const passedDown = new Set<SectionKind>([
  "questions",
  "risks",
  "acceptance",
  "stories",
  "requirements",
  "tasks",
  "milestones",
  "testing",
  "metrics",
  "security",
  "migration",
  "scenarios",
  "context",
  "goals",
]);

function inherited(parent: SectionKind | undefined): SectionKind {
  if (parent === "design") return "plain";
  return parent && passedDown.has(parent) ? parent : "plain";
}
