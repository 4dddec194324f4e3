package shop.example;

import com.siot.IamportRestClient.Iamport;
import com.siot.IamportRestClient.IamportClient;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import retrofit2.Retrofit;

/**
 * iamport-rest-client-java has no option for its address, but makes its connection in a method that can be overridden:
 * use this class where your code says {@code new IamportClient(key, secret)}. Everything else stays.
 */
public class SunapClient extends IamportClient {

	/** Static, because {@link #create} already runs inside the constructor of {@link IamportClient}. */
	private static final String ADDRESS = System.getProperty("sunap.address", "http://127.0.0.1:8080");

	public SunapClient(String apiKey, String apiSecret) {
		super(apiKey, apiSecret);
	}

	@Override
	protected Iamport create(boolean useStaticIP) {
		OkHttpClient http = new OkHttpClient.Builder()
				.connectTimeout(10, TimeUnit.SECONDS)
				.readTimeout(30, TimeUnit.SECONDS)
				.build();
		return new Retrofit.Builder()
				.baseUrl(ADDRESS)
				.addConverterFactory(buildGsonConverter())
				.client(http)
				.build()
				.create(Iamport.class);
	}
}
