import { useCallback, useMemo } from 'react';
import { navigate, useSearch } from './location.ts';
import { readViewState, type ViewState, writeViewState } from './view-state.ts';

export type ChangeView = (change: Partial<ViewState>, options?: { replace?: boolean }) => void;

/** The view that the URL says, and a way to change parts of it. Typing should `replace`; choosing should not. */
export function useView(): readonly [ViewState, ChangeView] {
  const search = useSearch();
  const view = useMemo(() => readViewState(search), [search]);
  const change = useCallback<ChangeView>((part, options) => {
    const next = { ...readViewState(window.location.search), ...part };
    navigate(window.location.pathname + writeViewState(next), options);
  }, []);
  return [view, change];
}
