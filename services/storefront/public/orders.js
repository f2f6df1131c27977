import { cancelOrder, getOrders } from './api.js';
import { byId, element, money, show } from './dom.js';

const STATES = new Map([
  ['PLACED', 'Placed'],
  ['CANCELLED', 'Cancelled'],
]);
/** @type {string | null} */
let cursor = null;

/** Shows the customer's orders, or the next ones. */
export async function loadOrders() {
  const message = byId('orders-message');
  try {
    const page = await getOrders(cursor);
    const known = new Set([...byId('order-list').children].map((node) => node.id));
    const fresh = page.orders.filter((/** @type {any} */ order) => !known.has(order.orderId));
    byId('order-list').append(...fresh.map(card));
    cursor = page.nextCursor;
    byId('more-orders').hidden = cursor === null;
    message.replaceChildren();
    tellIfEmpty();
  } catch (error) {
    show(message, 'bad', /** @type {Error} */ (error).message, { label: 'Try again', run: loadOrders });
  }
}

/** Puts an order on top. The list of the server may be a moment behind. @param {any} order */
export function addOrder(order) {
  document.getElementById(order.orderId)?.remove();
  byId('order-list').prepend(card(order));
  tellIfEmpty();
}

function tellIfEmpty() {
  const empty = byId('order-list').childElementCount === 0;
  byId('orders-message').replaceChildren(
    ...(empty ? [element('p', { className: 'hint' }, 'What you order will be listed here.')] : []),
  );
}

/** @param {any} order */
function card(order) {
  const time = new Date(order.createdAt);
  const when = time.toLocaleString('en-IE', { dateStyle: 'medium', timeStyle: 'short' });
  const items = order.items.map((/** @type {any} */ item) => `${item.quantity} × ${item.name}`).join(', ');
  const placed = order.status === 'PLACED';
  const node = element(
    'li',
    { className: 'card order', id: order.orderId },
    element(
      'div',
      { className: 'order-head' },
      element('time', { dateTime: order.createdAt }, when),
      element('span', { className: `state ${placed ? 'good' : 'ended'}` }, STATES.get(order.status) ?? order.status),
    ),
    element('p', {}, items),
    element('div', { className: 'order-foot' }, element('strong', {}, money(order.totalCents))),
  );
  if (placed) {
    const label = `Cancel order of ${when}`;
    const button = element('button', { type: 'button', className: 'quiet', 'aria-label': label }, 'Cancel order');
    button.addEventListener('click', () => cancel(order, node));
    node.lastElementChild?.append(button);
  }
  return node;
}

/** @param {any} order @param {HTMLElement} node */
async function cancel(order, node) {
  try {
    const changed = card(await cancelOrder(order.orderId));
    node.replaceWith(changed);
    show(byId('orders-message'), 'good', 'The order is cancelled.');
    byId('orders-title').focus();
  } catch (error) {
    show(byId('orders-message'), 'bad', /** @type {Error} */ (error).message);
  }
}
