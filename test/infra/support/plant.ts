import * as z from "zod";
import { types } from "./resources.ts";
import type { Stack } from "./stack.ts";

export interface Fault {
  name: string;
  /** The name of the check that must report it. */
  check: string;
  plant(stack: Stack): void;
}

type Fields = Record<string, unknown>;

/** The inputs of one resource, to be broken. */
export function inputsOf(stack: Stack, type: keyof typeof types, name: string): Fields {
  const found = stack.resources.find((resource) => resource.type === types[type] && resource.name === name);
  if (!found) throw new Error(`There is no ${type} ${name}`);
  return found.inputs;
}

export function remove(type: keyof typeof types, name: string): Fault["plant"] {
  return (stack) => {
    stack.resources = stack.resources.filter((resource) => !(resource.type === types[type] && resource.name === name));
  };
}

export function change(type: keyof typeof types, name: string, changes: Fields): Fault["plant"] {
  return (stack) => {
    Object.assign(inputsOf(stack, type, name), changes);
  };
}

const Policies = z.array(z.object({ name: z.string(), policy: z.string() }));

export function changePolicy(role: string, from: string | RegExp, to: string): Fault["plant"] {
  return (stack) => {
    const inputs = inputsOf(stack, "role", role);
    inputs.inlinePolicies = Policies.parse(inputs.inlinePolicies).map((inline) => {
      const policy = inline.policy.replace(from, to);
      if (policy === inline.policy) throw new Error(`The policy of ${role} has no ${from}`);
      return { ...inline, policy };
    });
  };
}

export function changeDefinition(from: string | RegExp, to: string): Fault["plant"] {
  return (stack) => {
    const inputs = inputsOf(stack, "stateMachine", "Workflow");
    const definition = z.string().parse(inputs.definition);
    inputs.definition = definition.replace(from, to);
    if (inputs.definition === definition) throw new Error(`The definition has no ${from}`);
  };
}

export function changeVariables(lambda: string, changes: Record<string, string>): Fault["plant"] {
  return (stack) => {
    const inputs = inputsOf(stack, "lambda", lambda);
    const { variables } = z.object({ variables: z.record(z.string(), z.string()) }).parse(inputs.environment);
    inputs.environment = { variables: { ...variables, ...changes } };
  };
}
