import { authorizeIncidents, type IncidentAccess, type Principal } from "@tessera/core/access";
import { AppError } from "@tessera/core/errors";

/** Who looks at a page: it offers only what they may do. The verbs check it again. */
export interface Viewer {
  isAnonymous: boolean;
  mayWrite: boolean;
  mayAdmin: boolean;
}

export function viewerOf(principal: Principal): Viewer {
  return {
    isAnonymous: principal.kind === "anonymous",
    mayWrite: may(principal, "write"),
    mayAdmin: may(principal, "admin"),
  };
}

function may(principal: Principal, access: IncidentAccess): boolean {
  try {
    authorizeIncidents({ principal }, access);
    return true;
  } catch (cause) {
    if (cause instanceof AppError && cause.kind === "forbidden") return false;
    throw cause;
  }
}
