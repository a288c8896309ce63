import { hash, verify } from '@node-rs/argon2';

/** Argon2id (the default of the library) with 19 MiB, 2 passes, 1 lane: the first choice of the OWASP cheat sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let dummy: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

/** Whether a password is the one of a hash. Without a hash it takes as long and says no: nobody learns which logins exist. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword('nobody has this password 1');
  const same = await verify(stored ?? (await dummy), password.normalize('NFKC'));
  return stored !== null && same;
}
