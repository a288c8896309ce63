/**
 * Who is written down as the author of claims and approvals. There are no accounts yet, and a name that the browser sends
 * would prove nothing, so the record says what is known: somebody who could reach this installation.
 */
export const AUTHOR = 'local operator';
