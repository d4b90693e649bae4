package dev.drover.agent.token;

import dev.drover.calls.TlsContext;
import dev.drover.calls.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * Who takes part: hosts, known by the common name of their certificate. Requests go to VMs'
 * addresses, which no certificate has, so that is what tells a host from anyone else whom the same
 * authority knows. Without TLS everybody is believed.
 */
final class Parties {
  private final TreeMap<String, Integer> addresses = new TreeMap<>();
  private final Optional<SSLContext> tls;

  /**
   * Loads the keys.
   *
   * @throws IllegalArgumentException with one line that names the file at fault
   */
  Parties(List<Site> sites, Optional<TlsFiles> tls) {
    sites.forEach(site -> addresses.put(site.name(), site.address()));
    this.tls = tls.map(TlsContext::load);
  }

  /** {@return a socket that is not connected yet} */
  Socket socket() throws IOException {
    return tls.isPresent() ? tls.get().getSocketFactory().createSocket() : new Socket();
  }

  ServerSocket listen(InetSocketAddress address) throws IOException {
    ServerSocket server =
        tls.isPresent()
            ? tls.get().getServerSocketFactory().createServerSocket()
            : new ServerSocket();
    if (server instanceof SSLServerSocket secured) {
      secured.setNeedClientAuth(true);
      secured.setEnabledProtocols(new String[] {"TLSv1.3"});
    }
    server.setReuseAddress(true);
    server.bind(address);
    return server;
  }

  /**
   * Shakes hands, and returns when the other one is a host.
   *
   * @throws IOException when it is not, or cannot prove it
   */
  void check(Socket socket) throws IOException {
    if (socket instanceof SSLSocket secured) {
      secured.startHandshake();
      X509Certificate certificate = (X509Certificate) secured.getSession().getPeerCertificates()[0];
      String name = certificate.getSubjectX500Principal().getName();
      if (!addresses.containsKey(commonName(name))) {
        throw new SSLHandshakeException(name + " is none of the hosts");
      }
    }
  }

  private static String commonName(String name) throws IOException {
    try {
      for (Rdn part : new LdapName(name).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          return String.valueOf(part.getValue());
        }
      }
    } catch (InvalidNameException e) {
      throw new IOException(name + " is no name", e);
    }
    return "";
  }
}
