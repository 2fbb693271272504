/** Rooms of the house may need each other in one direction only: no two folders of one room, and no two rooms, in a ring. */
export default {
  forbidden: [
    {
      name: 'no-ring-of-folders',
      comment: 'Two folders that need each other are one idea, or have one between them that is not yet a folder.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(src|workers|cli)/' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.tsx?$|^src/testing|golden|\\.d\\.ts$|\\.browser\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.page.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.json'] },
  },
};
