(function setColorScheme() {
  let stored = null;
  try {
    stored = localStorage.getItem('scopemap.color-scheme');
  } catch {
    // Storage may be blocked; the system's preference is used then.
  }
  const dark = stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
