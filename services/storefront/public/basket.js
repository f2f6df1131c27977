import { newKey, placeOrder } from './api.js';
import { byId, element, money, show } from './dom.js';

/** @type {Map<string, {product: any, quantity: number}>} */
const lines = new Map();
/** Names the order that these lines would make. It stays until they change, so that trying again is no second order. */
let key = newKey();
let busy = false;

/** @type {(order: any) => void} */
let onPlaced = () => undefined;

/** Prepares the basket. @param {(order: any) => void} placed called with each order that was placed */
export function startBasket(placed) {
  onPlaced = placed;
  byId('place-order').addEventListener('click', place);
}

/** @param {any} product @param {number} step */
export function change(product, step) {
  if (busy) return;
  const quantity = Math.min(99, (lines.get(product.productId)?.quantity ?? 0) + step);
  if (quantity > 0) lines.set(product.productId, { product, quantity });
  else lines.delete(product.productId);
  key = newKey();
  byId('order-message').replaceChildren();
  render();
}

async function place() {
  if (busy) return;
  setBusy(true);
  try {
    const items = [...lines.values()].map(({ product, quantity }) => ({ productId: product.productId, quantity }));
    const order = await placeOrder(items, key);
    lines.clear();
    key = newKey();
    show(byId('order-message'), 'good', `Thank you. Your order of ${money(order.totalCents)} is placed.`);
    onPlaced(order);
  } catch (error) {
    const { message, temporary } = /** @type {import('./api.js').CallFailed} */ (error);
    const advice = temporary ? ' Your basket is kept; just press "Place order" again.' : '';
    show(byId('order-message'), 'bad', message + advice);
  }
  setBusy(false);
  render();
  // The button is gone when the basket is empty; the focus stays near, with the message.
  if (lines.size === 0) byId('basket-title').focus();
}

/** @param {boolean} now */
function setBusy(now) {
  busy = now;
  const button = byId('place-order');
  // Not `disabled`: that would take the focus away from people who use the keyboard.
  button.setAttribute('aria-disabled', String(now));
  button.textContent = now ? 'Placing your order…' : 'Place order';
}

function render() {
  const all = [...lines.values()];
  const total = money(all.reduce((sum, { product, quantity }) => sum + product.priceCents * quantity, 0));
  const count = all.reduce((sum, { quantity }) => sum + quantity, 0);
  const focused = document.activeElement?.id;
  byId('basket-lines').replaceChildren(...all.map(line));
  // The buttons are new ones; who pressed one goes on where they were.
  if (focused?.startsWith('step-')) (document.getElementById(focused) ?? byId('basket-title')).focus();
  byId('basket-empty').hidden = count > 0 || byId('order-message').childElementCount > 0;
  byId('basket-total').hidden = count === 0;
  byId('basket-total').querySelector('strong')?.replaceChildren(total);
  byId('place-order').hidden = count === 0;
  byId('basket-bar').hidden = count === 0;
  byId('basket-bar').replaceChildren(
    element('span', {}, `Basket: ${count} ${count === 1 ? 'item' : 'items'}`),
    element('strong', {}, total),
  );
}

/** @param {{product: any, quantity: number}} entry */
function line({ product, quantity }) {
  const button = (/** @type {number} */ step, /** @type {string} */ sign, /** @type {string} */ label) =>
    element(
      'button',
      {
        type: 'button',
        className: 'step',
        id: `step-${product.productId}-${step}`,
        'aria-label': `${label} ${product.name}`,
        onclick: () => change(product, step),
      },
      sign,
    );
  return element(
    'li',
    {},
    element('span', { className: 'name' }, product.name),
    element(
      'span',
      { className: 'steps' },
      button(-1, '−', 'One less of'),
      element('span', { className: 'count' }, String(quantity)),
      button(1, '+', 'One more of'),
    ),
    element('span', { className: 'price' }, money(product.priceCents * quantity)),
  );
}
