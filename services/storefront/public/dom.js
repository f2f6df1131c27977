/**
 * Makes an element. Texts become text nodes, never markup.
 * @param {string} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node | string)} children
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (name in node) Reflect.set(node, name, value);
    else node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

/** @param {string} id */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no #${id}`);
  return node;
}

/**
 * Shows a message in a status region, with a button if there is something to do about it.
 * @param {HTMLElement} region
 * @param {'good' | 'bad'} kind
 * @param {string} text
 * @param {{label: string, run: () => void}} [action]
 */
export function show(region, kind, text, action) {
  const button = action && element('button', { type: 'button', className: 'quiet', onclick: action.run }, action.label);
  region.replaceChildren(
    element('div', { className: `notice ${kind}` }, element('p', {}, text), ...(button ? [button] : [])),
  );
}

/** @param {number} cents */
export function money(cents, currency = 'EUR') {
  return new Intl.NumberFormat('en-IE', { style: 'currency', currency }).format(cents / 100);
}
