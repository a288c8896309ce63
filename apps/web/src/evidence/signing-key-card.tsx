import { useEndpoint } from '../api/use-endpoint.ts';
import { CopyLines } from '../ui/copy-lines.tsx';
import { SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';

/** What a pack is checked against, and how. */
export function SigningKeyCard() {
  const answer = useEndpoint('evidenceKey', {});
  return (
    <section className="card evidence-card" aria-label="Check a pack">
      <h2>Check a pack</h2>
      <p>
        On any machine with Scopemap, without network: the command checks the signature and every file, runs the scope
        model again on the facts in the pack, and names what was changed.
      </p>
      <CopyLines label="Command" text="scopemap verify PACK.zip --key scopemap-key.pem" />
      {answer.isPending && <SkeletonRows rows={2} />}
      {answer.isError && (
        <ErrorNotice
          what="The signing key could not be loaded"
          problem={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.data && (
        <>
          <div>
            <h3>Fingerprint of this installation's key</h3>
            <code className="fingerprint" data-testid="fingerprint">
              {answer.data.fingerprint}
            </code>
            <p className="muted">
              The key inside a pack proves nothing by itself. Give this fingerprint, or the public key as{' '}
              <code>scopemap-key.pem</code>, to the reader on another way than the pack. The signature says that the
              pack comes from this installation, not that what people stated in it is true.
            </p>
          </div>
          <CopyLines label="Public key" text={answer.data.publicKeyPem.trim()} />
        </>
      )}
    </section>
  );
}
