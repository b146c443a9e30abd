/** What one kind of event asks for. Throws for what cannot be done: the intake decides whether that may be repeated. */
export type IntakeKind = (event: { id: string; detail: unknown }) => Promise<unknown>;
