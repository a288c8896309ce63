import type { Session } from '@scopemap/contract';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { followLiveEvents } from '../api/live.ts';
import { useEndpoint } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { usePathname } from '../url/location.ts';
import { PersonContext } from './session-context.ts';
import { watchActivity } from './watch-activity.ts';

const SignInPage = lazy(() =>
  import('../accounts/sign-in-page.tsx').then((module) => ({ default: module.SignInPage })),
);
const LinkPage = lazy(() => import('../accounts/link-page.tsx').then((module) => ({ default: module.LinkPage })));

/** Lets those in who are signed in; shows the others the next step of signing in. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useEndpoint('session', {}, { refetchInterval: 60_000 });
  const link = usePathname() === '/link';
  if (session.data?.stage === 'full' && session.data.person && !link) {
    return (
      <PersonContext value={session.data.person}>
        <SignedIn>{children}</SignedIn>
      </PersonContext>
    );
  }
  return (
    <Suspense>
      {session.data && <Outside session={session.data} link={link} />}
      {session.isError && !session.data && (
        <ErrorNotice
          what="Nobody can sign in at the moment"
          problem={session.error}
          onRetry={() => void session.refetch()}
        />
      )}
    </Suspense>
  );
}

function Outside({ session, link }: { session: Session; link: boolean }) {
  return link && (session.stage === 'none' || session.stage === 'full') ? (
    <LinkPage />
  ) : (
    <SignInPage session={session} />
  );
}

function SignedIn({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  useEffect(() => followLiveEvents(client), [client]);
  useEffect(watchActivity, []);
  return children;
}
