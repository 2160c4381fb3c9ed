import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'vite';

const root = join(import.meta.dirname, '..', '..');

export interface Import {
	/** A path from the project's root for our own files, else the package's specifier. */
	readonly target: string;
	/** Gone at run time. */
	readonly typeOnly: boolean;
}

/** What the rules of the house need to know of one file. */
export interface Source {
	readonly path: string;
	readonly lines: number;
	readonly imports: readonly Import[];
	/** What the file does while it is imported, apart from declaring things. */
	readonly acts: readonly string[];
	/** Names of ways to turn text into HTML or code. */
	readonly injections: readonly string[];
	readonly comments: readonly string[];
}

const declarations = new Set([
	'ImportDeclaration',
	'ExportNamedDeclaration',
	'ExportDefaultDeclaration',
	'ExportAllDeclaration',
	'FunctionDeclaration',
	'ClassDeclaration',
	'VariableDeclaration',
	'TSTypeAliasDeclaration',
	'TSInterfaceDeclaration',
	'TSModuleDeclaration',
]);

/** Called while a module loads, these start something; so do all calls into Node's own modules but the pure ones. */
const startingGlobals = new Set(['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);
const pureNodeModules = new Set(['node:path', 'node:url', 'node:util']);

const injecting = new Set(['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc', 'eval', 'Function']);

/** Parses one file; `path` is its path from the project's root. */
export function readSource(path: string, text: string): Source {
	const { program, comments, errors } = parseSync(path, text);
	const fault = errors[0];
	if (fault !== undefined) throw new Error(`${path}: ${fault.message}`);
	const imports: Import[] = [];
	const acts: string[] = [];
	const injections: string[] = [];
	const nodeNames = new Set<string>();

	const imported = (from: string, typeOnly: boolean): void => {
		const target = from.startsWith('.') ? posix.join(posix.dirname(path), from.replace(/\?.*$/, '')) : from;
		imports.push({ target, typeOnly });
	};
	for (const statement of program.body) {
		const isDirective = 'directive' in statement && typeof statement.directive === 'string';
		if (!declarations.has(statement.type) && !isDirective) acts.push(statement.type);
	}

	let depth = 0;
	const enter = (): void => {
		depth += 1;
	};
	const leave = (): void => {
		depth -= 1;
	};
	const called = (callee: ESTree.Expression): void => {
		const name = rootName(callee);
		if (name === 'eval' || name === 'Function') injections.push(name);
		if (depth === 0 && name !== undefined && (startingGlobals.has(name) || nodeNames.has(name))) acts.push(`${name}()`);
	};
	new Visitor({
		ImportDeclaration(node) {
			imported(node.source.value, node.importKind === 'type');
			const from = node.source.value;
			if (!from.startsWith('node:') || pureNodeModules.has(from)) return;
			for (const { local } of node.specifiers) nodeNames.add(local.name);
		},
		ExportNamedDeclaration(node) {
			if (node.source !== null) imported(node.source.value, node.exportKind === 'type');
		},
		ExportAllDeclaration(node) {
			imported(node.source.value, node.exportKind === 'type');
		},
		ImportExpression(node) {
			if (node.source.type === 'Literal' && typeof node.source.value === 'string') imported(node.source.value, false);
			if (depth === 0) acts.push('import()');
		},
		TSImportType(node) {
			imported(node.source.value, true);
		},
		AwaitExpression() {
			if (depth === 0) acts.push('await');
		},
		CallExpression(node) {
			called(node.callee);
		},
		NewExpression(node) {
			called(node.callee);
		},
		MemberExpression(node) {
			if (node.property.type === 'Identifier' && injecting.has(node.property.name)) injections.push(node.property.name);
			if (node.property.type === 'Literal' && injecting.has(String(node.property.value))) {
				injections.push(String(node.property.value));
			}
		},
		JSXAttribute(node) {
			if (node.name.type === 'JSXIdentifier' && injecting.has(node.name.name)) injections.push(node.name.name);
		},
		FunctionDeclaration: enter,
		'FunctionDeclaration:exit': leave,
		FunctionExpression: enter,
		'FunctionExpression:exit': leave,
		ArrowFunctionExpression: enter,
		'ArrowFunctionExpression:exit': leave,
		PropertyDefinition: enter,
		'PropertyDefinition:exit': leave,
	}).visit(program);

	return {
		path,
		lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
		imports,
		acts,
		injections,
		comments: comments.map((comment) => comment.value),
	};
}

/** `a` of `a.b.c`. */
function rootName(expression: ESTree.Expression): string | undefined {
	if (expression.type === 'Identifier') return expression.name;
	if (expression.type === 'MemberExpression') return rootName(expression.object);
	return undefined;
}

/** The sources under the given folders of this project, as far as the folders exist. */
export function readSources(folders: readonly string[]): readonly Source[] {
	const present = folders.filter((folder) => existsSync(join(root, folder)));
	return present.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
			.filter((file) => file.isFile() && /\.(ts|tsx|mjs)$/.test(file.name))
			.map((file) => join(file.parentPath, file.name))
			.map((path) => readSource(relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'))),
	);
}
