/** The package brings no types of its own for this one function. */
declare module "asl-validator" {
  // biome-ignore lint/style/noDefaultExport: it is what the package exports.
  export default function validate(definition: unknown): { isValid: boolean; errors: readonly object[] };
}
