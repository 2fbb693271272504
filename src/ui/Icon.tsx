/** Small line icons, drawn for 18 px. They are decoration: the control's name says what they mean. */
const PATHS = {
  more: 'M4.500 9h.01M9 9h.01M13.500 9h.01',
  undo: 'M4 7.500h6.500a4 4 0 0 1 0 8H7M4 7.500 7 4.500M4 7.500l3 3',
  redo: 'M14 7.500H7.500a4 4 0 0 0 0 8H11M14 7.500l-3-3M14 7.500l-3 3',
  clear: 'M4 5.500h10M7.500 5.500v-2h3v2M5.500 5.500l.7 9h5.600l.7-9',
  outline:
    'M9 3.500c3.500 0 5.500 2 5.500 5 0 3.500-2.500 6-5.500 6s-5.500-2-5-5.500c.4-3.200 2.500-5.500 5-5.500ZM9 3.500v-1M14.500 9h1M9 14.500v1M4 9H3',
  fit: 'M3.500 7V3.500H7M11 3.500h3.500V7M14.500 11v3.500H11M7 14.500H3.500V11',
  dice: 'M4 4h10v10H4zM6.800 6.800h.01M11.200 6.800h.01M9 9h.01M6.800 11.200h.01M11.200 11.200h.01',
  accept: 'm4 9.500 3.500 3.500L14.500 5.500',
  reject: 'm5 5 8 8M13 5l-8 8',
  open: 'M3 14V5h4l1.500 2H15v7H3Z',
  sun: 'M9 6a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM9 2v1.500M9 14.500V16M2 9h1.500M14.500 9H16M4 4l1 1M13 13l1 1M4 14l1-1M13 5l1-1',
  help: 'M6.800 7A2.300 2.300 0 1 1 9 9.600V11M9 13.500h.01',
  warn: 'M9 3 2.800 14.500h12.400L9 3ZM9 7.500v3.500M9 12.800h.01',
  close: 'm5 5 8 8M13 5l-8 8',
  pin: 'M6.500 3.500h5M7.500 3.500v4L5 10.500h8L10.500 7.500v-4M9 10.500v4.500',
  similar: 'M6 5.500h8.500V14H6zM3.500 11.500v-8h8M10.300 8v3.600M8.500 9.800h3.600',
  up: 'M9 14.500v-11M4.500 8 9 3.500 13.500 8',
  down: 'M9 3.500v11M4.500 10 9 14.500 13.500 10',
} as const;

export type IconName = keyof typeof PATHS;

/** @param path of an icon that stands elsewhere, in place of a name */
export function Icon({
  name,
  path,
}: { readonly name: IconName; readonly path?: never } | { readonly name?: never; readonly path: string }) {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" fill="none" stroke="currentColor" aria-hidden="true">
      <path d={path ?? PATHS[name]} strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
