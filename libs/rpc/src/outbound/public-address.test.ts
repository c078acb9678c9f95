import { expect, it } from 'vitest';
import { isPublicAddress } from './public-address.js';

it.each([
  '1.1.1.1',
  '8.8.8.8',
  '93.184.216.34',
  '172.15.255.255',
  '172.32.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001:80b::200e',
])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

it.each([
  // Of this host, of nobody.
  ...['0.0.0.0', '0.1.2.3', '127.0.0.1', '127.255.255.254', '::', '::1'],
  // Of a private network, of a carrier's.
  ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '100.127.255.255'],
  ...['fc00::1', 'fd12:3456::1', 'fec0::1'],
  // Of one link: metadata services of clouds, and AWS's over IPv6.
  ...['169.254.169.254', '169.254.170.2', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254'],
  // IPv4 inside of IPv6: mapped, compatible, NAT64, 6to4, Teredo.
  ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1'],
  ...['64:ff9b:1::a00:1', '2002:7f00:1::', '2001:0:53aa:64c::'],
  // Protocols, documentation, measurements, multicast, broadcast.
  ...['192.0.0.8', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1'],
  ...['255.255.255.255', '2001:db8::1', '3fff::1', 'ff02::1', '100::1'],
  // No addresses.
  ...['', 'localhost', '2130706433', '127.1', '0x7f.0.0.1'],
])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
