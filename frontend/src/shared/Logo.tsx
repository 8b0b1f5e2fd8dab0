/** The same drawing as app/favicon.svg. */
export function Logo() {
  return (
    <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" fill="#4f46c9" />
      <path d="M10 21 L16 10 L23 19" fill="none" stroke="#c9c6ff" strokeWidth="2" />
      <circle cx="16" cy="10" r="3.5" fill="#fff" />
      <circle cx="10" cy="21.5" r="3.5" fill="#6cc3ff" />
      <circle cx="23" cy="19.5" r="3.5" fill="#ffb066" />
    </svg>
  );
}
