/** Thrown and caught within a parser: what of a line was not understood. Never leaves the package. */
export class NotUnderstood extends Error {}
