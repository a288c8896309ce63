import { readFile } from 'node:fs/promises';
import { openPack, PackError, type PackVerification, verifyPack } from '@scopemap/evidence';
import { type Command, textOption, UsageError } from '../command.ts';

export const command: Command = {
  summary: 'is an evidence pack what was signed, and does it follow from its facts',
  usage: `verify PACK [--key FILE]

Checks an evidence pack without network and without an installation: the signature, the hash of every file, that nothing was
added or left out, and that the scope model, run again on the facts in the pack, gives its tables byte for byte. Prints
every finding with the file it is about. Exit code 1 when there is any.

  --key FILE  public key (PEM) that the pack has to be signed with. Without it, compare the printed fingerprint with the one
              that the installation shows: the key inside a pack proves nothing by itself.`,
  options: { key: { type: 'string' } },

  async run(values, positionals) {
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('name one pack');
    const keyFile = textOption(values, 'key');
    const key = keyFile === undefined ? null : await readFile(keyFile, 'utf8');
    const pack = await openPack(file).catch((error: unknown) => {
      throw error instanceof PackError ? new Error(error.message) : error;
    });
    try {
      const verification = await verifyPack(pack, key);
      for (const line of report(verification, key !== null)) console.log(line);
      return verification.findings.length === 0 ? 0 : 1;
    } finally {
      pack.close();
    }
  },
};

function* report({ findings, manifest, fingerprint }: PackVerification, keyGiven: boolean): Generator<string> {
  if (manifest) {
    const day = (time: number) => new Date(time).toISOString().slice(0, 10);
    yield `Entity       ${manifest.entity}`;
    yield `Period       ${day(manifest.period.start)} to ${day(manifest.period.end)}`;
    yield `Snapshot     ${manifest.snapshotId}, taken ${new Date(manifest.takenAt).toISOString()} by ${manifest.takenBy}`;
    yield `Made with    ${manifest.product} ${manifest.productVersion}, model ${manifest.modelVersion}`;
    if (manifest.redacted) yield 'Redacted     addresses and names are pseudonyms';
  }
  if (fingerprint !== null) yield `Signed by    ${fingerprint}${keyGiven ? '' : '  (compare with the installation)'}`;
  for (const { path, problem } of findings) yield `✕ ${path} ${problem}`;
  const files = manifest?.files.length ?? 0;
  yield findings.length === 0
    ? `✓ ${files} files are as they were signed, and the tables follow from the facts.`
    : `✕ ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}: this pack is not what was signed.`;
}
