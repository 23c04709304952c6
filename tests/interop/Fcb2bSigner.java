// Signs fcB2B queries with nothing but the JDK, and asks a running sandbox for stock.
//
// usage: java Fcb2bSigner.java READY_JSON    (the line that `b2b sandbox` prints when it is ready)

import java.io.FileInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;

public class Fcb2bSigner {
    private final String apiKey, secret;
    private final boolean dancik;

    Fcb2bSigner(String profile, String apiKey, String secret) {
        this.apiKey = apiKey;
        this.secret = secret;
        this.dancik = profile.equals("dancik");
    }

    /** The URL with its signature: profile A in Base64 as `Signature`, profile B (candidate 1) in hex as `signature`. */
    String sign(String url, Map<String, String> own) throws Exception {
        var time = dancik ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.SSSSSS";
        var parameters = new TreeMap<>(own);
        parameters.put("TimeStamp", DateTimeFormatter.ofPattern(time).withZone(ZoneOffset.UTC).format(Instant.now()));
        parameters.put("apiKey", apiKey);
        if (dancik) parameters.put("GlobalIdentifier", UUID.randomUUID().toString());
        var query = parameters.entrySet().stream()
            .map(each -> encode(each.getKey()) + "=" + encode(each.getValue())).collect(Collectors.joining("&"));
        var at = URI.create(url);
        var text = String.join("\n", "GET", at.getRawAuthority(), at.getRawPath(), query);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        var digest = mac.doFinal(text.getBytes(UTF_8));
        return url + "?" + query + (dancik
            ? "&Signature=" + encode(Base64.getEncoder().encodeToString(digest))
            : "&signature=" + HexFormat.of().formatHex(digest));
    }

    /** Percent-encodes everything but letters, digits and -._~ (RFC 3986), which URLEncoder does not quite. */
    static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    public static void main(String[] arguments) throws Exception {
        var ready = Files.readString(Path.of(arguments[0]));
        var fcb2b = ready.substring(ready.indexOf("\"fcb2b\":"));
        var profile = field(fcb2b, "profile");
        var signer = new Fcb2bSigner(profile, field(fcb2b, "api_key"), field(fcb2b, "secret"));
        var http = HttpClient.newBuilder().sslContext(trusting(field(ready, "ca"))).build();

        var asked = Map.of("ClientIdentifier", field(fcb2b, "client_identifier"), "SupplierItemSKU", "VV01701002");
        var url = signer.sign(field(ready, "url") + "/stockcheck", asked);
        var answer = ask(http, url);
        check(profile, "StockCheck is accepted", answer.statusCode() == 200 && answer.body().contains(">VV01701002<"), answer);
        answer = ask(http, url.replace("VV01701002", "BL12000451"));
        check(profile, "StockCheck with another item than was signed is refused", answer.statusCode() == 403, answer);
    }

    static HttpResponse<String> ask(HttpClient http, String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Trusts the sandbox's authority alone. */
    static SSLContext trusting(String ca) throws Exception {
        var keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        try (var file = new FileInputStream(ca)) {
            keys.setCertificateEntry("sandbox", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** A text of the ready line, whose values have no quotes. */
    static String field(String json, String name) {
        var found = Pattern.compile('"' + name + "\":\"([^\"]*)\"").matcher(json);
        if (!found.find()) throw new IllegalArgumentException("the ready line has no " + name);
        return found.group(1);
    }

    static void check(String profile, String what, boolean holds, HttpResponse<String> seen) {
        System.out.println((holds ? "ok" : "not ok") + " - java " + profile + " " + what);
        if (!holds) {
            System.out.println("# " + seen.statusCode() + " " + seen.body());
            System.exit(1);
        }
    }
}
