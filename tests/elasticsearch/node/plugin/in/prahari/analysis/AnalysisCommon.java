package in.prahari.analysis;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.hi.HindiNormalizationFilter;
import org.apache.lucene.analysis.in.IndicNormalizationFilter;
import org.apache.lucene.analysis.miscellaneous.StemmerOverrideFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.RestHandler;

/**
 * What a distribution's module "analysis-common" registers and Maven Central does not hold: the Lucene
 * classes that our analyzers use, under the same names and with the same settings.
 */
public final class AnalysisCommon extends Plugin implements AnalysisPlugin, ActionPlugin {
    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        Map<String, AnalysisProvider<CharFilterFactory>> filters = new TreeMap<>();
        filters.put("mapping", AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) -> {
            NormalizeCharMap map = mappings(settings);
            return charFilter(name, reader -> new MappingCharFilter(map, reader));
        }));
        filters.put(
            "pattern_replace",
            AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) -> {
                Pattern pattern = Pattern.compile(required(settings, "pattern"));
                String replacement = settings.get("replacement", "");
                return charFilter(name, reader -> new PatternReplaceCharFilter(pattern, replacement, reader));
            })
        );
        return filters;
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = new TreeMap<>();
        filters.put("decimal_digit", plain(DecimalDigitFilter::new));
        filters.put("hindi_normalization", plain(HindiNormalizationFilter::new));
        filters.put("indic_normalization", plain(IndicNormalizationFilter::new));
        filters.put("snowball", (index, environment, name, settings) -> {
            String language = settings.get("language", settings.get("name", "English"));
            return tokenFilter(name, stream -> new SnowballFilter(stream, language));
        });
        filters.put("stemmer_override", AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) -> {
            StemmerOverrideFilter.StemmerOverrideMap map = overrides(settings.getAsList("rules"));
            return tokenFilter(name, stream -> new StemmerOverrideFilter(stream, map));
        }));
        filters.put(
            "pattern_replace",
            AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) -> {
                Pattern pattern = Pattern.compile(required(settings, "pattern"));
                String replacement = settings.get("replacement", "");
                boolean all = settings.getAsBoolean("all", true);
                return tokenFilter(name, stream -> new PatternReplaceFilter(stream, pattern, replacement, all));
            })
        );
        return filters;
    }

    @Override
    public List<RestHandler> getRestHandlers(
        RestHandlersServices services,
        Supplier<DiscoveryNodes> nodes,
        Predicate<NodeFeature> features
    ) {
        return List.of(new Greeting());
    }

    private static AnalysisProvider<TokenFilterFactory> plain(UnaryOperator<TokenStream> make) {
        return (index, environment, name, settings) -> tokenFilter(name, make);
    }

    private static CharFilterFactory charFilter(String name, Function<Reader, Reader> make) {
        return new NormalizingCharFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Reader create(Reader reader) {
                return make.apply(reader);
            }
        };
    }

    private static TokenFilterFactory tokenFilter(String name, UnaryOperator<TokenStream> make) {
        return new NormalizingTokenFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenStream create(TokenStream stream) {
                return make.apply(stream);
            }
        };
    }

    private static String required(Settings settings, String name) {
        String value = settings.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static final Pattern RULE = Pattern.compile("(.*)\\s*=>\\s*(.*)\\s*$");

    private static NormalizeCharMap mappings(Settings settings) {
        List<String> rules = settings.getAsList("mappings");
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("mappings are missing");
        }
        NormalizeCharMap.Builder builder = new NormalizeCharMap.Builder();
        for (String rule : rules) {
            Matcher matcher = RULE.matcher(rule);
            if (!matcher.find()) {
                throw new IllegalArgumentException("invalid mapping rule: [" + rule + "]");
            }
            builder.add(unescaped(matcher.group(1).trim()), unescaped(matcher.group(2).trim()));
        }
        return builder.build();
    }

    /** Escapes as in a Java string: a backslash before b, f, n, r, t, a quote, itself, or u and four hex digits. */
    private static String unescaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            if (++at == text.length()) {
                throw new IllegalArgumentException("invalid escaped char in [" + text + "]");
            }
            c = text.charAt(at);
            switch (c) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    out.append((char) Integer.parseInt(text, at + 1, at + 5, 16));
                    at += 4;
                }
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    private static StemmerOverrideFilter.StemmerOverrideMap overrides(List<String> rules) throws IOException {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("rules are missing");
        }
        StemmerOverrideFilter.Builder builder = new StemmerOverrideFilter.Builder(false);
        for (String rule : rules) {
            String[] sides = rule.split("=>", -1);
            if (sides.length != 2) {
                throw new IllegalArgumentException("Invalid Keyword Override Rule:" + rule);
            }
            String override = sides[1].trim();
            if (override.isEmpty() || override.contains(",")) {
                throw new IllegalArgumentException("Invalid Keyword Override Rule:" + rule);
            }
            for (String key : sides[0].split(",")) {
                if (key.trim().isEmpty()) {
                    throw new IllegalArgumentException("Invalid Keyword Override Rule:" + rule);
                }
                builder.add(key.trim(), override);
            }
        }
        return builder.build();
    }
}
