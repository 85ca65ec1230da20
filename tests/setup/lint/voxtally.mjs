// @ts-check
// Rules of this project's own, for oxlint.

/** @typedef {{ type: string, [key: string]: any }} Node */

/** What only dresses an expression up: `{} as T`, `{} satisfies T`. @param {Node | null | undefined} node @returns {Node | null | undefined} */
const bare = (node) =>
  node?.type === 'TSAsExpression' || node?.type === 'TSSatisfiesExpression' || node?.type === 'TSNonNullExpression'
    ? bare(node.expression)
    : node;

const openKeys = new Set(['TSStringKeyword', 'TSNumberKeyword']);
const wrappers = new Set(['Readonly', 'Partial', 'Required']);

/** Whether a type is a table with any string or number as its key. @param {Node | null | undefined} type @returns {boolean} */
function isOpenTable(type) {
  if (type?.type === 'TSTypeLiteral')
    return type.members.some((/** @type {Node} */ { type }) => type === 'TSIndexSignature');
  if (type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return false;
  const [first] = type.typeArguments?.params ?? [];
  if (wrappers.has(type.typeName.name)) return isOpenTable(first);
  return type.typeName.name === 'Record' && openKeys.has(first?.type);
}

/** Whether a type is a table over names that it lists: the compiler then lets no other name in. @param {Node | null | undefined} type @returns {boolean} */
function isClosedTable(type) {
  if (type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return false;
  const [first] = type.typeArguments?.params ?? [];
  return wrappers.has(type.typeName.name)
    ? isClosedTable(first)
    : type.typeName.name === 'Record' && !isOpenTable(type);
}

const openTable = {
  meta: { type: 'problem', docs: { description: 'No plain object as a table with any key.' } },
  /** @param {{ report: (problem: { node: Node, message: string }) => void }} context */
  create(context) {
    /** @param {Node} node @param {Node | null | undefined} type @param {Node | null | undefined} value */
    const check = (node, type, value) => {
      if (bare(value)?.type !== 'ObjectExpression' || !isOpenTable(type)) return;
      context.report({
        node,
        message:
          'A plain object answers to "constructor" too: make it a `lookup({...})` of shared/kit/lookup.ts, a Map, or a Record over the names it has.',
      });
    };
    return {
      /** @param {Node} node */
      VariableDeclarator: (node) => check(node, node['id'].typeAnnotation?.typeAnnotation, node['init']),
      /** @param {Node} node */
      PropertyDefinition: (node) => check(node, node['typeAnnotation']?.typeAnnotation, node['value']),
    };
  },
};

const openKey = {
  meta: { type: 'problem', docs: { description: 'No entry put into a plain object under a name that is worked out.' } },
  /** @param {{ sourceCode: { getScope: (node: Node) => any }, report: (problem: { node: Node, message: string }) => void }} context */
  create(context) {
    return {
      /** @param {Node} node */
      AssignmentExpression(node) {
        const { left } = node;
        if (left.type !== 'MemberExpression' || !left.computed || left.object.type !== 'Identifier') return;
        if (left.property.type === 'Literal') return;
        for (let scope = context.sourceCode.getScope(node); scope !== null; scope = scope.upper) {
          const found = scope.set.get(left.object.name);
          if (found === undefined) continue;
          const made = found.defs[0]?.node;
          if (bare(made?.init)?.type !== 'ObjectExpression') return;
          if (isClosedTable(made.id.typeAnnotation?.typeAnnotation)) return;
          context.report({
            node,
            message:
              'Under the name "__proto__" this sets the prototype and loses the entry: build it with Object.fromEntries, or as a Map.',
          });
          return;
        }
      },
    };
  },
};

const readJson = {
  meta: { type: 'problem', docs: { description: 'One way in for JSON.' } },
  /** @param {{ report: (problem: { node: Node, message: string }) => void }} context */
  create(context) {
    /** @param {Node} node */
    const report = (node) =>
      context.report({
        node,
        message:
          'Read JSON by `readJson` of shared/kit/json.ts, which refuses what is nested too deep and repeats nothing of a text that is none.',
      });
    /** @param {Node | null | undefined} node */
    const isJson = (node) => node?.type === 'Identifier' && node['name'] === 'JSON';
    return {
      /** @param {Node} node */
      MemberExpression(node) {
        const name = node['computed'] ? node['property'].value : node['property'].name;
        if (isJson(node['object']) && name === 'parse') report(node);
      },
      /** @param {Node} node */
      VariableDeclarator(node) {
        if (isJson(node['init'])) report(node);
      },
      /** `response.json()`; zod's `z.json()` is a schema. @param {Node} node */
      CallExpression({ callee, arguments: given }) {
        if (callee.type !== 'MemberExpression' || callee.property.name !== 'json' || given.length > 0) return;
        if (callee.object.type !== 'Identifier' || callee.object.name !== 'z') report(callee);
      },
    };
  },
};

const noClock = {
  meta: { type: 'problem', docs: { description: 'No look at the clock.' } },
  /** @param {{ report: (problem: { node: Node, message: string }) => void }} context */
  create(context) {
    /** @param {Node} node */
    const report = (node) =>
      context.report({ node, message: 'shared/ has no clock: take the instant as an argument, in milliseconds.' });
    /** @param {Node | null | undefined} node */
    const isDate = (node) => node?.type === 'Identifier' && node['name'] === 'Date';
    const pure = new Set(['UTC', 'parse']);
    return {
      /** @param {Node} node */
      NewExpression(node) {
        if (isDate(node['callee']) && node['arguments'].length === 0) report(node);
      },
      /** @param {Node} node */
      CallExpression(node) {
        if (isDate(node['callee'])) report(node);
      },
      /** @param {Node} node */
      MemberExpression(node) {
        if (isDate(node['object']) && (node['computed'] || !pure.has(node['property'].name))) report(node);
      },
      /** Under another name it would not be seen. @param {Node} node */
      VariableDeclarator(node) {
        if (isDate(node['init'])) report(node);
      },
    };
  },
};

export default {
  meta: { name: 'voxtally' },
  rules: { 'open-table': openTable, 'open-key': openKey, 'read-json': readJson, 'no-clock': noClock },
};
