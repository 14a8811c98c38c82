import { Problem } from '@hearback/client';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { homeQuery, isReporterOnly, type Me, meQuery } from '../data/api.ts';
import { SignIn } from '../session/sign-in.tsx';
import { Button } from '../ui/button.tsx';
import { Mark } from '../ui/icons.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { useLanguage } from '../ui/messages/language.tsx';
import { Trouble, Waiting } from '../ui/notices.tsx';
import { switchTheme } from '../ui/theme.ts';
import { StageTrack } from './stage-track.tsx';
import { ReporterTrack } from './reporter-track.tsx';

// Opened by a key or a click, so their code comes then.
const KeysDialog = lazy(() =>
  import('./keys-dialog.tsx').then(({ KeysDialog: component }) => ({ default: component })),
);
const FindDialog = lazy(() =>
  import('./find-dialog.tsx').then(({ FindDialog: component }) => ({ default: component })),
);

/** The header, and the page below it once it is known who reads. */
export function Shell() {
  const { say } = useLanguage();
  const me = useQuery(meQuery);
  const main = useFocusOnNavigation();
  const isStranger = me.error instanceof Problem && me.error.status === 401;
  return (
    <>
      <a className="skip" href="#main">
        {say.skip}
      </a>
      <Header me={me.data} />
      <main id="main" tabIndex={-1} ref={main}>
        {me.isSuccess ? (
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        ) : isStranger ? (
          <SignIn />
        ) : me.isError ? (
          <Trouble error={me.error} onAgain={() => void me.refetch()} heading="h1" />
        ) : (
          <Waiting />
        )}
      </main>
    </>
  );
}

function Header({ me }: { me: Me | undefined }) {
  const { say } = useLanguage();
  const [open, setOpen] = useState<'keys' | 'find' | null>(null);
  const home = useQuery({ ...homeQuery, enabled: me !== undefined });
  const navigate = useNavigate();
  const find = () => setOpen('find');
  useKeys([
    ...(me
      ? [
          { key: 'c', says: say.keys.tell, run: () => void navigate({ to: '/tell' }) },
          { key: '/', says: say.keys.find, run: find },
        ]
      : []),
    { key: '?', says: say.keys.help, run: () => setOpen('keys') },
  ]);
  return (
    <header className="top">
      <Link className="brand" to="/" activeOptions={{ exact: true }}>
        <Mark />
        <span>{say.brand}</span>
      </Link>
      {me === undefined ? null : isReporterOnly(me) ? (
        <ReporterTrack onFind={find} />
      ) : (
        <StageTrack counts={home.data?.stages ?? []} onFind={find} />
      )}
      {me ? <Tools me={me} onFind={find} /> : null}
      <Suspense>
        {open === 'keys' ? <KeysDialog onClose={() => setOpen(null)} /> : null}
        {open === 'find' ? <FindDialog onClose={() => setOpen(null)} /> : null}
      </Suspense>
    </header>
  );
}

function Tools({ me, onFind }: { me: Me; onFind: () => void }) {
  const { say } = useLanguage();
  return (
    <div className="top-tools">
      <Button look="bare" className="opt" hotkey="/" onPress={onFind}>
        {say.nav.find}
      </Button>
      <Button look="bare" className="opt" onPress={switchTheme}>
        {say.nav.theme}
      </Button>
      <Link className="btn bare opt" to="/you" aria-label={say.nav.signedInAs(me.name)}>
        {me.name.split(' ')[0]}
      </Link>
      <Link className="btn main" to="/tell">
        {say.nav.tell} <kbd aria-hidden="true">c</kbd>
      </Link>
    </div>
  );
}

/** A new page takes the focus, so that a screen reader reads it and Tab goes on from its top. */
function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const before = useRef<string>(undefined);
  useEffect(() => {
    if (before.current !== undefined && path !== undefined && before.current !== path) main.current?.focus();
    before.current = path;
  }, [path]);
  return main;
}
