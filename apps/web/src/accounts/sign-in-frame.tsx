import { type ReactNode, useEffect } from 'react';
import './accounts.css';

/** The card in the middle of an otherwise empty page. */
export function SignInFrame({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Scopemap`;
  }, [title]);
  return (
    <main className="sign-in">
      <section className="card sign-in-card">
        <p className="sign-in-product">Scope map</p>
        <h1>{title}</h1>
        {children}
      </section>
    </main>
  );
}
