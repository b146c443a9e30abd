/** An error as S3 names it: the code and the status are its contract, the message is for people. */
export class ObjectStoreError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const entities: Record<string, string> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };

export function errorXml({ code, message }: ObjectStoreError, requestId: string): string {
  const text = message.replace(/[<>&"]/g, (character) => entities[character] ?? "");
  return `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>${code}</Code><Message>${text}</Message><RequestId>${requestId}</RequestId></Error>`;
}
