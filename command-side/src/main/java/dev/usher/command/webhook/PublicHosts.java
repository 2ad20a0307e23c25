package dev.usher.command.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks up the hosts of receivers, and finds none whose addresses lead inside. The client connects to what this answers and
 * asks nobody else, so a name cannot mean one address when it is checked and another one when it is used.
 */
final class PublicHosts implements DnsResolver {

    /** More would only prolong an attempt. */
    private static final int MOST = 4;

    /** RFC 6890 and its successors, and the one metadata service whose address looks public (Azure). */
    private static final List<Network> INNER_4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");

    /** All that was ever given out; what carries an address of version 4 inside is not. */
    private static final List<Network> OUTER_6 = networks("2000::/3");

    private static final List<Network> INNER_6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private final Lookup system;
    private final Set<String> allowed;

    /** What the system's resolver does. */
    interface Lookup {

        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** The host leads to an address that is not public. */
    static final class Inner extends UnknownHostException {}

    PublicHosts(Lookup system, List<String> allowed) {
        this.system = system;
        this.allowed = allowed.stream().map(PublicHosts::bare).collect(Collectors.toUnmodifiableSet());
    }

    boolean allows(String host) {
        return allowed.contains(bare(host));
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = system.of(bare(host));
        // One inner address among public ones is no accident.
        if (!allows(host) && !Arrays.stream(found).allMatch(PublicHosts::isPublic)) {
            throw new Inner();
        }
        return Arrays.copyOf(found, Math.min(found.length, MOST));
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    static boolean isPublic(InetAddress address) {
        return address.getAddress().length == 4
                ? isNoneOf(INNER_4, address)
                : !isNoneOf(OUTER_6, address) && isNoneOf(INNER_6, address);
    }

    private static boolean isNoneOf(List<Network> networks, InetAddress address) {
        return networks.stream().noneMatch(network -> network.contains(address.getAddress()));
    }

    /** Without the brackets and in one case. */
    private static String bare(String host) {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return name.toLowerCase(java.util.Locale.ROOT);
    }

    private static List<Network> networks(String... prefixes) {
        return Stream.of(prefixes).map(Network::of).toList();
    }

    private record Network(byte[] first, int bits) {

        static Network of(String prefix) {
            String[] parts = prefix.split("/");
            return new Network(InetAddress.ofLiteral(parts[0]).getAddress(), Integer.parseInt(parts[1]));
        }

        boolean contains(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if (((address[bit >> 3] ^ first[bit >> 3]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
