// Makes assets/vendor/plotly: plotly.js with the one kind of trace that is drawn, scatter (which its core holds), and
// the licences of all that is in it. In this folder: npm ci --ignore-scripts && node build.mjs
// The same lock gives the same bytes; assets/vendor/plotly/README.md says when to make it anew.
import { build } from 'esbuild';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const OUT = new URL('../../assets/vendor/plotly/', import.meta.url);
const HERE = new URL('.', import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(new URL('node_modules/plotly.js/package.json', import.meta.url), 'utf8'));

// Attributes carry their documentation, a fifth of the file; the build of plotly.js itself takes it out as well.
function withoutDescriptions(text) {
  const start = /(^|[\s{,])description:/gm;
  let [kept, from] = ['', 0];
  for (let found = start.exec(text); found; found = start.exec(text)) {
    const end = endOfValue(text, start.lastIndex);
    kept += `${text.slice(from, start.lastIndex)} ''`;
    from = start.lastIndex = end;
  }
  return kept + text.slice(from);
}

/** Where the value that begins at ``at`` ends: the first comma or closing bracket that is not within it. */
function endOfValue(text, at) {
  for (let [i, depth] = [at, 0]; i < text.length; i += 1) {
    const character = text[i];
    if (`'"\``.includes(character)) for (i += 1; text[i] !== character; i += 1) i += text[i] === '\\' ? 1 : 0;
    else if (text.startsWith('//', i)) i = text.indexOf('\n', i);
    else if ('([{'.includes(character)) depth += 1;
    else if (depth === 0 && ',)]}'.includes(character)) return i;
    else if (')]}'.includes(character)) depth -= 1;
  }
  throw new Error('a description without an end');
}

const withoutDocumentation = {
  name: 'without-documentation',
  setup(bundling) {
    bundling.onLoad({ filter: /plotly\.js\/src\/.*\.js$/ }, ({ path }) => ({
      contents: withoutDescriptions(readFileSync(path, 'utf8')),
      loader: 'js',
    }));
  },
};

const made = await build({
  stdin: { contents: "module.exports = require('plotly.js/src/core');", resolveDir: HERE },
  absWorkingDir: HERE,
  banner: { js: `/* plotly.js ${version}, scatter only; licences in LICENSE beside this file */` },
  footer: { js: 'window.Plotly=Plotly;' },
  alias: { regl: '@plotly/regl', stream: 'stream-browserify' },
  bundle: true,
  define: { global: 'window', 'define.amd': 'false' },
  format: 'iife',
  globalName: 'Plotly',
  legalComments: 'none', // whole licences are shipped instead
  loader: { '.css': 'empty' }, // of maps, which are not drawn
  metafile: true,
  minify: true,
  plugins: [withoutDocumentation],
  target: 'es2020',
  write: false,
});

const packages = new Set();
for (const [path, { bytesInOutput }] of Object.entries(Object.values(made.metafile.outputs)[0].inputs)) {
  const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  if (found && bytesInOutput && !path.endsWith('.css')) packages.add(found[1]);
}
packages.delete('plotly.js');
const licences = ['plotly.js', ...[...packages].sort()].map((name) => {
  const folder = new URL(`node_modules/${name}/`, import.meta.url);
  const about = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
  const file = existsSync(folder) && readdirSync(folder).sort().find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(new URL(file, folder), 'utf8').trim() : `Licence: ${about.license} (the package holds no text of it)`;
  return `${name} ${about.version}\n\n${text.replaceAll('\r', '')}\n`;
});

writeFileSync(new URL('plotly-scatter.min.js', OUT), made.outputFiles[0].contents);
writeFileSync(new URL('LICENSE', OUT), licences.join(`\n${'-'.repeat(80)}\n\n`));
