package dev.drover.calls;

import java.nio.file.Path;

/**
 * Mutual TLS: who we are and whom we trust.
 *
 * @param keyStore PKCS #12 with this party's key and certificate
 * @param trustStore PKCS #12 with the authority's certificate
 * @param passwordFile holds the password of both
 */
public record TlsFiles(Path keyStore, Path trustStore, Path passwordFile) {}
