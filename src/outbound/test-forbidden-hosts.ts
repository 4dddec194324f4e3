/**
 * For tests only: every way we know to write a host that must not be called, and its permitted neighbours, in groups.
 * Ranges stand with both their edges, the addresses beside the edges and the middle, after the IANA special-purpose
 * registries; wrapped and disguised forms stand for one address of every kind.
 */

/** Who has it called: `sandbox` mode alone, `anybody`, or `nobody`. `no url`: no call can even be tried. */
export type Caller = 'nobody' | 'sandbox' | 'anybody' | 'no url'

export interface HostGroup {
  readonly title: string
  readonly caller: Caller
  /** The address that is dialled where the host is called; undefined where each host is its own. */
  readonly address: string | undefined
  /** As they stand in a URL between `//` and the path; some bring a port, a path or worse along. */
  readonly hosts: readonly string[]
}

/** What the names in it lead to. */
export const ADDRESS_OF_NAMES: ReadonlyMap<string, string> = new Map([
  ['shop.example', '93.184.216.34'],
  ['localhost', '127.0.0.1'],
  ['app.localhost', '127.0.0.1'],
  ['a.b.localhost', '127.0.0.1'],
])

/** A head says who may call and, behind `as`, which address it comes to; its hosts follow, indented. */
const TABLE = `
nobody | this network, 0.0.0.0/8
  0.0.0.0 0.0.0.1 0.127.255.255 0.255.255.254 0.255.255.255
sandbox | this machine, 127.0.0.0/8
  127.0.0.0 127.0.0.1 127.127.255.255 127.255.255.254 127.255.255.255
sandbox | private networks: 10/8, 172.16/12, 192.168/16
  10.0.0.0 10.0.0.1 10.127.255.255 10.255.255.254 10.255.255.255 172.16.0.0 172.16.0.1 172.23.255.255
  172.31.255.254 172.31.255.255 192.168.0.0 192.168.0.1 192.168.127.255 192.168.255.254 192.168.255.255
nobody | shared by carriers, 100.64/10
  100.64.0.0 100.64.0.1 100.95.255.255 100.127.255.254 100.127.255.255
nobody | link-local, 169.254/16
  169.254.0.0 169.254.0.1 169.254.127.255 169.254.255.254 169.254.255.255
nobody | protocol assignments: 192.0.0/24 and what is cut from it
  192.0.0.0 192.0.0.1 192.0.0.127 192.0.0.254 192.0.0.255 192.0.0.3 192.0.0.6 192.0.0.7 192.0.0.8 192.0.0.9
  192.0.0.10 192.0.0.170 192.0.0.171
nobody | documentation: 192.0.2/24, 198.51.100/24, 203.0.113/24
  192.0.2.0 192.0.2.1 192.0.2.127 192.0.2.254 192.0.2.255 198.51.100.0 198.51.100.1 198.51.100.127 198.51.100.254
  198.51.100.255 203.0.113.0 203.0.113.1 203.0.113.127 203.0.113.254 203.0.113.255
nobody | AS112, AMT, 6to4 relays
  192.31.196.0 192.31.196.1 192.31.196.127 192.31.196.254 192.31.196.255 192.52.193.0 192.52.193.1 192.52.193.127
  192.52.193.254 192.52.193.255 192.88.99.0 192.88.99.1 192.88.99.127 192.88.99.254 192.88.99.255 192.175.48.0
  192.175.48.1 192.175.48.127 192.175.48.254 192.175.48.255
nobody | benchmarking, 198.18/15
  198.18.0.0 198.18.0.1 198.18.255.255 198.19.255.254 198.19.255.255
nobody | multicast, 224/4
  224.0.0.0 224.0.0.1 231.255.255.255 239.255.255.254 239.255.255.255
nobody | reserved, 240/4, and broadcast
  240.0.0.0 240.0.0.1 247.255.255.255 255.255.255.254 255.255.255.255
nobody | metadata services of the clouds, IPv4
  169.254.169.254 169.254.170.2 169.254.170.23 169.254.0.23 169.254.42.42 100.100.100.200 168.63.129.16
  192.0.0.192
anybody | public neighbours of all these
  1.0.0.0 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.15 168.63.129.17
  169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0 192.0.3.0 192.31.195.255
  192.31.197.0 192.52.192.255 192.52.194.0 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0 192.175.47.255
  192.175.49.0 198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0 223.255.255.255
  1.1.1.1 8.8.8.8 93.184.216.34
nobody | unspecified and loopback, IPv6
  [::]
sandbox | loopback, IPv6
  [::1]
nobody | IPv4-compatible, ::/96
  [::2] [::100:0] [::100:1] [::17f:ffff] [::1ff:fffe] [::1ff:ffff] [::ffff:0] [::ffff:1] [::ffff:7fff]
  [::ffff:fffe] [::ffff:ffff]
nobody | IPv4-translated, ::ffff:0:0:0/96
  [::ffff:0:0:0] [::ffff:0:0:1] [::ffff:0:7fff:ffff] [::ffff:0:ffff:fffe] [::ffff:0:ffff:ffff]
nobody | NAT64 of the local network, 64:ff9b:1::/48
  [64:ff9b:1::] [64:ff9b:1::1] [64:ff9b:1:7fff:ffff:ffff:ffff:ffff] [64:ff9b:1:ffff:ffff:ffff:ffff:fffe]
  [64:ff9b:1:ffff:ffff:ffff:ffff:ffff]
nobody | discard-only and dummy, 100::/64, 100:0:0:1::/64
  [100::] [100::1] [100::7fff:ffff:ffff:ffff] [100::ffff:ffff:ffff:fffe] [100::ffff:ffff:ffff:ffff] [100:0:0:1::]
  [100:0:0:1::1] [100::1:7fff:ffff:ffff:ffff] [100::1:ffff:ffff:ffff:fffe] [100::1:ffff:ffff:ffff:ffff]
nobody | protocol assignments, 2001::/23: Teredo, anycast, AMT, AS112, ORCHID, drones
  [2001::] [2001::1] [2001:0:7fff:ffff:ffff:ffff:ffff:ffff] [2001:0:ffff:ffff:ffff:ffff:ffff:fffe]
  [2001:0:ffff:ffff:ffff:ffff:ffff:ffff] [2001:1::1] [2001:1::2] [2001:1::3] [2001:3::] [2001:3::1]
  [2001:3:7fff:ffff:ffff:ffff:ffff:ffff] [2001:3:ffff:ffff:ffff:ffff:ffff:fffe]
  [2001:3:ffff:ffff:ffff:ffff:ffff:ffff] [2001:4:112::] [2001:4:112::1] [2001:4:112:7fff:ffff:ffff:ffff:ffff]
  [2001:4:112:ffff:ffff:ffff:ffff:fffe] [2001:4:112:ffff:ffff:ffff:ffff:ffff] [2001:10::] [2001:10::1]
  [2001:17:ffff:ffff:ffff:ffff:ffff:ffff] [2001:1f:ffff:ffff:ffff:ffff:ffff:fffe]
  [2001:1f:ffff:ffff:ffff:ffff:ffff:ffff] [2001:20::] [2001:20::1] [2001:27:ffff:ffff:ffff:ffff:ffff:ffff]
  [2001:2f:ffff:ffff:ffff:ffff:ffff:fffe] [2001:2f:ffff:ffff:ffff:ffff:ffff:ffff] [2001:30::] [2001:30::1]
  [2001:37:ffff:ffff:ffff:ffff:ffff:ffff] [2001:3f:ffff:ffff:ffff:ffff:ffff:fffe]
  [2001:3f:ffff:ffff:ffff:ffff:ffff:ffff] [2001:1ff::] [2001:1ff::1] [2001:1ff:7fff:ffff:ffff:ffff:ffff:ffff]
  [2001:1ff:ffff:ffff:ffff:ffff:ffff:fffe] [2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff]
nobody | benchmarking, 2001:2::/48
  [2001:2::] [2001:2::1] [2001:2:0:7fff:ffff:ffff:ffff:ffff] [2001:2:0:ffff:ffff:ffff:ffff:fffe]
  [2001:2:0:ffff:ffff:ffff:ffff:ffff]
nobody | documentation: 2001:db8::/32, 3fff::/20
  [2001:db8::] [2001:db8::1] [2001:db8:7fff:ffff:ffff:ffff:ffff:ffff] [2001:db8:ffff:ffff:ffff:ffff:ffff:fffe]
  [2001:db8:ffff:ffff:ffff:ffff:ffff:ffff] [3fff::] [3fff::1] [3fff:7ff:ffff:ffff:ffff:ffff:ffff:ffff]
  [3fff:fff:ffff:ffff:ffff:ffff:ffff:fffe] [3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff]
nobody | 6to4, 2002::/16
  [2002::] [2002::1] [2002:7fff:ffff:ffff:ffff:ffff:ffff:ffff] [2002:ffff:ffff:ffff:ffff:ffff:ffff:fffe]
  [2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff]
nobody | AS112, 2620:4f:8000::/48
  [2620:4f:8000::] [2620:4f:8000::1] [2620:4f:8000:7fff:ffff:ffff:ffff:ffff]
  [2620:4f:8000:ffff:ffff:ffff:ffff:fffe] [2620:4f:8000:ffff:ffff:ffff:ffff:ffff]
nobody | segment routing, 5f00::/16
  [5f00::] [5f00::1] [5f00:7fff:ffff:ffff:ffff:ffff:ffff:ffff] [5f00:ffff:ffff:ffff:ffff:ffff:ffff:fffe]
  [5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff]
sandbox | unique local, fc00::/7
  [fc00::] [fc00::1] [fc7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff] [fcff:ffff:ffff:ffff:ffff:ffff:ffff:fffe]
  [fcff:ffff:ffff:ffff:ffff:ffff:ffff:ffff] [fd00::] [fd00::1] [fd7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff]
  [fdff:ffff:ffff:ffff:ffff:ffff:ffff:fffe] [fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]
nobody | link-local, fe80::/10
  [fe80::] [fe80::1] [fe9f:ffff:ffff:ffff:ffff:ffff:ffff:ffff] [febf:ffff:ffff:ffff:ffff:ffff:ffff:fffe]
  [febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff]
nobody | site-local of old, fec0::/10
  [fec0::] [fec0::1] [fedf:ffff:ffff:ffff:ffff:ffff:ffff:ffff] [feff:ffff:ffff:ffff:ffff:ffff:ffff:fffe]
  [feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]
nobody | multicast, ff00::/8
  [ff00::] [ff00::1] [ff7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff] [ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe]
  [ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]
nobody | parts of IPv6 that nobody was given
  [1::] [64:ff9b:0:1::] [64:ff9b:2::] [200::1] [400::1] [1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff] [4000::]
  [6000::1] [8000::1] [a000::1] [c000::1] [e000::1] [f000::1] [f800::1] [fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]
  [fe00::1] [fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff]
nobody | metadata services of the clouds, IPv6
  [fd00:ec2::] [fd00:ec2::23] [fd00:ec2::254] [fd00:ec2:ffff:ffff:ffff:ffff:ffff:ffff] [fd20:ce::254]
  [fd00:c1::a9fe:a9fe] [fd00:42::42] [fd00:a9fe:a9fe::1] [fd00:100::100:200]
anybody | public neighbours of all these, IPv6
  [2000::] [2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff] [2001:200::] [2001:db7:ffff:ffff:ffff:ffff:ffff:ffff]
  [2001:db9::] [2001:4860:4860::8888] [2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff] [2003::] [2606:4700:4700::1111]
  [2620:4f:7fff:ffff:ffff:ffff:ffff:ffff] [2620:4f:8001::] [3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff] [3fff:1000::]
  [3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]
sandbox as 127.0.0.1 | 127.0.0.1, mapped into IPv6
  [::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:7F00:1] [0:0:0:0:0:ffff:127.0.0.1]
  [0000:0000:0000:0000:0000:ffff:7f00:1]
sandbox as 10.0.0.1 | 10.0.0.1, mapped into IPv6
  [::ffff:10.0.0.1] [::ffff:a00:1] [::FFFF:A00:1] [0:0:0:0:0:ffff:10.0.0.1] [0000:0000:0000:0000:0000:ffff:a00:1]
sandbox as 172.16.0.1 | 172.16.0.1, mapped into IPv6
  [::ffff:172.16.0.1] [::ffff:ac10:1] [::FFFF:AC10:1] [0:0:0:0:0:ffff:172.16.0.1]
  [0000:0000:0000:0000:0000:ffff:ac10:1]
sandbox as 192.168.0.1 | 192.168.0.1, mapped into IPv6
  [::ffff:192.168.0.1] [::ffff:c0a8:1] [::FFFF:C0A8:1] [0:0:0:0:0:ffff:192.168.0.1]
  [0000:0000:0000:0000:0000:ffff:c0a8:1]
nobody as 0.0.0.0 | 0.0.0.0, mapped into IPv6
  [::ffff:0.0.0.0] [::ffff:0:0] [::FFFF:0:0] [0:0:0:0:0:ffff:0.0.0.0] [0000:0000:0000:0000:0000:ffff:0:0]
nobody as 100.64.0.1 | 100.64.0.1, mapped into IPv6
  [::ffff:100.64.0.1] [::ffff:6440:1] [::FFFF:6440:1] [0:0:0:0:0:ffff:100.64.0.1]
  [0000:0000:0000:0000:0000:ffff:6440:1]
nobody as 100.100.100.200 | 100.100.100.200, mapped into IPv6
  [::ffff:100.100.100.200] [::ffff:6464:64c8] [::FFFF:6464:64C8] [0:0:0:0:0:ffff:100.100.100.200]
  [0000:0000:0000:0000:0000:ffff:6464:64c8]
nobody as 168.63.129.16 | 168.63.129.16, mapped into IPv6
  [::ffff:168.63.129.16] [::ffff:a83f:8110] [::FFFF:A83F:8110] [0:0:0:0:0:ffff:168.63.129.16]
  [0000:0000:0000:0000:0000:ffff:a83f:8110]
nobody as 169.254.169.254 | 169.254.169.254, mapped into IPv6
  [::ffff:169.254.169.254] [::ffff:a9fe:a9fe] [::FFFF:A9FE:A9FE] [0:0:0:0:0:ffff:169.254.169.254]
  [0000:0000:0000:0000:0000:ffff:a9fe:a9fe]
nobody as 192.0.0.192 | 192.0.0.192, mapped into IPv6
  [::ffff:192.0.0.192] [::ffff:c000:c0] [::FFFF:C000:C0] [0:0:0:0:0:ffff:192.0.0.192]
  [0000:0000:0000:0000:0000:ffff:c000:c0]
nobody as 192.0.2.1 | 192.0.2.1, mapped into IPv6
  [::ffff:192.0.2.1] [::ffff:c000:201] [::FFFF:C000:201] [0:0:0:0:0:ffff:192.0.2.1]
  [0000:0000:0000:0000:0000:ffff:c000:201]
nobody as 198.18.0.1 | 198.18.0.1, mapped into IPv6
  [::ffff:198.18.0.1] [::ffff:c612:1] [::FFFF:C612:1] [0:0:0:0:0:ffff:198.18.0.1]
  [0000:0000:0000:0000:0000:ffff:c612:1]
nobody as 224.0.0.1 | 224.0.0.1, mapped into IPv6
  [::ffff:224.0.0.1] [::ffff:e000:1] [::FFFF:E000:1] [0:0:0:0:0:ffff:224.0.0.1]
  [0000:0000:0000:0000:0000:ffff:e000:1]
nobody as 255.255.255.255 | 255.255.255.255, mapped into IPv6
  [::ffff:255.255.255.255] [::ffff:ffff:ffff] [::FFFF:FFFF:FFFF] [0:0:0:0:0:ffff:255.255.255.255]
  [0000:0000:0000:0000:0000:ffff:ffff:ffff]
anybody as 8.8.8.8 | 8.8.8.8, mapped into IPv6
  [::ffff:8.8.8.8] [::ffff:808:808] [::FFFF:808:808] [0:0:0:0:0:ffff:8.8.8.8]
  [0000:0000:0000:0000:0000:ffff:808:808]
nobody | wrapped in IPv4-compatible addresses
  [::127.0.0.1] [::10.0.0.1] [::172.16.0.1] [::192.168.0.1] [::100.64.0.1] [::100.100.100.200] [::168.63.129.16]
  [::169.254.169.254] [::192.0.0.192] [::192.0.2.1] [::198.18.0.1] [::224.0.0.1] [::255.255.255.255] [::8.8.8.8]
  [::808:808]
nobody | wrapped in IPv4-translated addresses
  [::ffff:0:127.0.0.1] [::ffff:0:10.0.0.1] [::ffff:0:172.16.0.1] [::ffff:0:192.168.0.1] [::ffff:0:0.0.0.0]
  [::ffff:0:100.64.0.1] [::ffff:0:100.100.100.200] [::ffff:0:168.63.129.16] [::ffff:0:169.254.169.254]
  [::ffff:0:192.0.0.192] [::ffff:0:192.0.2.1] [::ffff:0:198.18.0.1] [::ffff:0:224.0.0.1]
  [::ffff:0:255.255.255.255] [::ffff:0:808:808]
nobody | wrapped by NAT64
  [64:ff9b::127.0.0.1] [64:ff9b::10.0.0.1] [64:ff9b::172.16.0.1] [64:ff9b::192.168.0.1] [64:ff9b::0.0.0.0]
  [64:ff9b::100.64.0.1] [64:ff9b::100.100.100.200] [64:ff9b::168.63.129.16] [64:ff9b::169.254.169.254]
  [64:ff9b::192.0.0.192] [64:ff9b::192.0.2.1] [64:ff9b::198.18.0.1] [64:ff9b::224.0.0.1]
  [64:ff9b::255.255.255.255] [64:ff9b::7f00:1] [64:ff9b::a00:1] [64:ff9b::ac10:1] [64:ff9b::c0a8:1] [64:ff9b::0:0]
  [64:ff9b::6440:1] [64:ff9b::6464:64c8] [64:ff9b::a83f:8110] [64:ff9b::a9fe:a9fe] [64:ff9b::c000:c0]
  [64:ff9b::c000:201] [64:ff9b::c612:1] [64:ff9b::e000:1] [64:ff9b::ffff:ffff]
anybody as 64:ff9b::808:808 | wrapped by NAT64, public inside
  [64:ff9b::8.8.8.8] [64:ff9b::808:808] [64:FF9B:0:0:0:0:808:808]
nobody | wrapped by the local network's NAT64
  [64:ff9b:1::127.0.0.1] [64:ff9b:1::10.0.0.1] [64:ff9b:1::172.16.0.1] [64:ff9b:1::192.168.0.1]
  [64:ff9b:1::0.0.0.0] [64:ff9b:1::100.64.0.1] [64:ff9b:1::100.100.100.200] [64:ff9b:1::168.63.129.16]
  [64:ff9b:1::169.254.169.254] [64:ff9b:1::192.0.0.192] [64:ff9b:1::192.0.2.1] [64:ff9b:1::198.18.0.1]
  [64:ff9b:1::224.0.0.1] [64:ff9b:1::255.255.255.255] [64:ff9b:1::8.8.8.8] [64:ff9b:1:ffff::a00:1]
nobody | wrapped by 6to4
  [2002:7f00:1::1] [2002:a00:1::1] [2002:ac10:1::1] [2002:c0a8:1::1] [2002:0:0::1] [2002:6440:1::1]
  [2002:6464:64c8::1] [2002:a83f:8110::1] [2002:a9fe:a9fe::1] [2002:c000:c0::1] [2002:c000:201::1]
  [2002:c612:1::1] [2002:e000:1::1] [2002:ffff:ffff::1] [2002:808:808::] [2002:7f00:1:0:0:0:0:1]
nobody | wrapped by Teredo: the server, the client with its bits turned
  [2001:0:7f00:1::1] [2001:0:a00:1::1] [2001:0:ac10:1::1] [2001:0:c0a8:1::1] [2001:0:0:0::1] [2001:0:6440:1::1]
  [2001:0:6464:64c8::1] [2001:0:a83f:8110::1] [2001:0:a9fe:a9fe::1] [2001:0:c000:c0::1] [2001:0:c000:201::1]
  [2001:0:c612:1::1] [2001:0:e000:1::1] [2001:0:ffff:ffff::1] [2001:0:4136:e378:8000:63bf:80ff:fffe]
  [2001:0:4136:e378:8000:63bf:f5ff:fffe] [2001:0:4136:e378:8000:63bf:53ef:fffe]
  [2001:0:4136:e378:8000:63bf:3f57:fffe] [2001:0:4136:e378:8000:63bf:ffff:ffff]
  [2001:0:4136:e378:8000:63bf:9bbf:fffe] [2001:0:4136:e378:8000:63bf:9b9b:9b37]
  [2001:0:4136:e378:8000:63bf:57c0:7eef] [2001:0:4136:e378:8000:63bf:5601:5601]
  [2001:0:4136:e378:8000:63bf:3fff:ff3f] [2001:0:4136:e378:8000:63bf:3fff:fdfe]
  [2001:0:4136:e378:8000:63bf:39ed:fffe] [2001:0:4136:e378:8000:63bf:1fff:fffe] [2001:0:4136:e378:8000:63bf:0:0]
sandbox as 127.0.0.1 | 127.0.0.1 in other bases, and short
  2130706433 0x7f000001 0X7F000001 017700000001 0017700000001 0x7f.0x0.0x0.0x1 0177.00.00.01 000177.0000.0000.0001
  127.1 127.0.1 0x7f.1 0x7f.0.01 0177.0.0x0.1 127.0.0.1. 0x7f000001.
sandbox as 10.0.0.1 | 10.0.0.1 in other bases, and short
  167772161 0xa000001 0XA000001 01200000001 001200000001 0xa.0x0.0x0.0x1 012.00.00.01 00012.0000.0000.0001 10.1
  10.0.1 0xa.1 0xa.0.01 012.0.0x0.1 10.0.0.1. 0xa000001.
sandbox as 192.168.0.1 | 192.168.0.1 in other bases, and short
  3232235521 0xc0a80001 0XC0A80001 030052000001 0030052000001 0xc0.0xa8.0x0.0x1 0300.0250.00.01
  000300.000250.0000.0001 192.11010049 192.168.1 0xc0.11010049 0xc0.168.01 0300.168.0x0.1 192.168.0.1. 0xc0a80001.
nobody as 169.254.169.254 | 169.254.169.254 in other bases, and short
  2852039166 0xa9fea9fe 0XA9FEA9FE 025177524776 0025177524776 0xa9.0xfe.0xa9.0xfe 0251.0376.0251.0376
  000251.000376.000251.000376 169.16689662 169.254.43518 0xa9.16689662 0xa9.254.0124776 0251.254.0xa9.254
  169.254.169.254. 0xa9fea9fe.
nobody as 100.100.100.200 | 100.100.100.200 in other bases, and short
  1684301000 0x646464c8 0X646464C8 014431062310 0014431062310 0x64.0x64.0x64.0xc8 0144.0144.0144.0310
  000144.000144.000144.000310 100.6579400 100.100.25800 0x64.6579400 0x64.100.062310 0144.100.0x64.200
  100.100.100.200. 0x646464c8.
nobody as 168.63.129.16 | 168.63.129.16 in other bases, and short
  2822734096 0xa83f8110 0XA83F8110 025017700420 0025017700420 0xa8.0x3f.0x81.0x10 0250.077.0201.020
  000250.00077.000201.00020 168.4161808 168.63.33040 0xa8.4161808 0xa8.63.0100420 0250.63.0x81.16 168.63.129.16.
  0xa83f8110.
nobody as 0.0.0.0 | 0.0.0.0 in other bases, and short
  0 0x0 0X0 00 000 0x0.0x0.0x0.0x0 00.00.00.00 0000.0000.0000.0000 0.0 0.0.0 0x0.0 0x0.0.00 00.0.0x0.0 0.0.0.0.
  0x0.
anybody as 8.8.8.8 | 8.8.8.8 in other bases, and short
  134744072 0x8080808 0X8080808 01002004010 001002004010 0x8.0x8.0x8.0x8 010.010.010.010 00010.00010.00010.00010
  8.526344 8.8.2056 0x8.526344 0x8.8.04010 010.8.0x8.8 8.8.8.8. 0x8080808.
sandbox as 127.0.0.1 | 127.0.0.1 in other scripts and escapes
  127\u30020\u30020\u30021 127\uff0e0\uff0e0\uff0e1 127\uff610\uff610\uff611
  \uff11\uff12\uff17.\uff10.\uff10.\uff11 \uff11\uff12\uff17\uff0e\uff10\uff0e\uff10\uff0e\uff11
  %31%32%37%2e%30%2e%30%2e%31 127%2e0%2e0%2e1 127%2E0.0.1 127%E3%80%820%E3%80%820%E3%80%821 1\u00ad27.0.0.1
  1\u200b27.0.0.1 \uff10\uff587f000001 \u2460\u2461\u2466.\u24ea.\u24ea.\u2460
sandbox as 10.0.0.1 | 10.0.0.1 in other scripts and escapes
  10\u30020\u30020\u30021 10\uff0e0\uff0e0\uff0e1 10\uff610\uff610\uff611 \uff11\uff10.\uff10.\uff10.\uff11
  \uff11\uff10\uff0e\uff10\uff0e\uff10\uff0e\uff11 %31%30%2e%30%2e%30%2e%31 10%2e0%2e0%2e1 10%2E0.0.1
  10%E3%80%820%E3%80%820%E3%80%821 1\u00ad0.0.0.1 1\u200b0.0.0.1 \uff10\uff58a000001
  \u2460\u24ea.\u24ea.\u24ea.\u2460
nobody as 169.254.169.254 | 169.254.169.254 in other scripts and escapes
  169\u3002254\u3002169\u3002254 169\uff0e254\uff0e169\uff0e254 169\uff61254\uff61169\uff61254
  \uff11\uff16\uff19.\uff12\uff15\uff14.\uff11\uff16\uff19.\uff12\uff15\uff14
  \uff11\uff16\uff19\uff0e\uff12\uff15\uff14\uff0e\uff11\uff16\uff19\uff0e\uff12\uff15\uff14
  %31%36%39%2e%32%35%34%2e%31%36%39%2e%32%35%34 169%2e254%2e169%2e254 169%2E254.169.254
  169%E3%80%82254%E3%80%82169%E3%80%82254 1\u00ad69.254.169.254 1\u200b69.254.169.254 \uff10\uff58a9fea9fe
  \u2460\u2465\u2468.\u2461\u2464\u2463.\u2460\u2465\u2468.\u2461\u2464\u2463
sandbox as 127.0.0.1 | names of this machine
  localhost LOCALHOST LocalHost app.localhost a.b.localhost APP.LOCALHOST %6c%6f%63%61%6c%68%6f%73%74 local%68ost
  \uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54 local\u00adhost app\u3002localhost
  \u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3
no url | what no URL can hold
  [fe80::1%25eth0] [fe80::1%eth0] [::1%25lo] [::1%lo] [::ffff:127.0.0.1%25lo] [::1]x [::1]. [127.0.0.1]
  [0x7f000001] [2130706433] [localhost] ::1 fe80::1 [::ffff:127.1] [::ffff:127.0.0.1.1]
  [::ffff:0177.0.0.1] [::ffff:256.0.0.1] [:::1] [1::2::3] [1:2:3:4:5:6:7:8:9] [1:2:3] [12345::] [g::1] 256.0.0.1
  127.0.0.256 127.0.0.1.1 1.2.3.4.5 0x100000000 4294967296 127.16777216 127.0.65536 040000000000 08.0.0.1
  127.0.0.09 0xg.1 127..1 127.0..1 shop.example.08 127.0.0.1:65536 127.0.0.1:99999999999 127.0.0.1:-1 127.0.0.1:8o
  127.0.0.1%00 127.0.0.1%0a 127.0.0.1%20 127.0.0.1%09 127.0.0.1%23 127.0.0.1%2f 127.0.0.1%40 %5b::1%5d 127.0.0.1^
  127.0.0.1| <127.0.0.1> %zz %ff%fe
no url | a URL that is refused: user and password, a last dot, port 0, a fragment, no host name
  user@127.0.0.1 user:pass@127.0.0.1 :pass@127.0.0.1 user:@169.254.169.254 shop.example@127.0.0.1
  shop.example:80@169.254.169.254 shop.example%2f@10.0.0.1 shop.example%00@10.0.0.1 127.0.0.1@shop.example
  169.254.169.254:80@shop.example a:b:c@[::1] @@127.0.0.1 shop.example. localhost. app.localhost. localhost..
  shop.example:0 8.8.8.8:0 shop.example#@127.0.0.1 shop.example#127.0.0.1 a..b .shop.example *.shop.example
  shop!.example (127.0.0.1) 127.0.0.1, $(shop) -.+ shop~.example 'shop' %2a.shop.example
anybody as 93.184.216.34 | the host is shop.example, whatever stands behind it
  shop.example/@127.0.0.1 shop.example?@127.0.0.1 shop.example\\@127.0.0.1 shop.example\\127.0.0.1
  shop.example/http://169.254.169.254/ shop.example:443/[::1] SHOP.EXAMPLE shop\u3002example shop%2eexample
  shop.example?u=http://10.0.0.1/ ///shop.example \\\\shop.example /\\shop.example
`

export const HOST_GROUPS: readonly HostGroup[] = TABLE.trim()
  .split(/\n(?=\S)/)
  .map((group) => {
    const [head = '', ...lines] = group.split('\n')
    const [, caller, address, title = ''] = /^(nobody|sandbox|anybody|no url)(?: as (\S+))? \| (.+)$/.exec(head) ?? []
    if (caller === undefined) throw new Error(`not the head of a group: ${head}`)
    return { title, caller: caller as Caller, address, hosts: lines.join(' ').trim().split(/\s+/) }
  })
